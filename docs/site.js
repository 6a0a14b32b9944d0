// SPDX-License-Identifier: Apache-2.0
// Search takes a hyphen before a word for "without it", as in --otherwise; here it begins an option.
const postMessage = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...others) {
  if (typeof message?.data === "string") message.data = message.data.replace(/(^|\s)-+(?=\w)/g, "$1");
  return postMessage.call(this, message, ...others);
};

// What scrolls can be scrolled by keys.
document$.subscribe(() => {
  for (const each of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) each.tabIndex = 0;
});
