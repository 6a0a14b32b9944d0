# SPDX-License-Identifier: Apache-2.0
"""Brings into the site what its pages link to outside of docs: other pages, and sources as plain files."""

import html
import posixpath
import re
from pathlib import Path

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "README.md": "index.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    ".github/GOVERNANCE.md": "governance.md",
    ".github/MAINTAINERS.md": "maintainers.md",
    ".github/CODE_OF_CONDUCT.md": "code-of-conduct.md",
    ".github/ADOPTERS.md": "adopters.md",
    "conformance/README.md": "conformance.md",
    "deploy/README.md": "deploy.md",
    "examples/README.md": "examples.md",
    "deploy/chart/podpass/README.md": "chart.md",
    "deploy/terraform/README.md": "terraform.md",
}
# Shown as text, which a page of its own makes of them.
TEXTS = "docs/transcripts/"
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"(?ms)^( *```.*?^ *```$)")
PICTURE = re.compile(r'<img alt="([^"]*)" src="([^":]+\.svg)" />')
HEADING = re.compile(r'<h[2-4] id="([^"]+)"')
COMMANDS = re.compile(r'(?s)<div class="language-sh.*?</div>')
NAME = re.compile(r'(--[a-z][a-z-]*(?:<span class="nv">\w+</span>)?)')
OPTION = re.compile(r"<td>(<code>(--[\w-]+)[^<]*</code>)")
# The sections of options.md whose options are the plugin's, which are variables, too.
PLUGIN = re.compile("every-registry|several-providers|provider-.*")


def on_files(files, config):
    documents = {f"docs/{file.src_uri}": file.src_uri for file in files if file.is_documentation_page()}
    for path, name in {**documents, **PAGES}.items():
        text = rewritten(path, name, files, config)
        if name in files.src_uris:
            files.remove(files.src_uris[name])
        files.append(File.generated(config, name, content=text))
    return files


def on_page_content(content, page, config, files):
    if page.file.src_uri == "options.md":
        content = with_anchors(content)
    content = PICTURE.sub(lambda found: inlined(found, page), content)
    # An option that fits a phone's line is not broken at its hyphens.
    content = re.sub(r"<code>(--[\w=/*.-]{1,30})</code>", r'<code class="option">\1</code>', content)
    return COMMANDS.sub(lambda found: NAME.sub(r'<span class="option">\1</span>', found[0]), content)


def with_anchors(content):
    """Each option has an anchor of its name; one of several commands, the command's before it. An option of the plugin's has
    the name of its variable."""
    anchors, section, parts, end = set(), "", [], 0
    for found in re.finditer(f"{HEADING.pattern}|{OPTION.pattern}", content):
        if found[1]:
            section = found[1]
            continue
        anchor = found[3] if found[3] not in anchors else f"{section}{found[3]}"
        anchors.add(anchor)
        link = f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>'
        variable = f" <code>PODPASS_{found[3][2:].replace('-', '_').upper()}</code>" if PLUGIN.fullmatch(section) else ""
        parts += [content[end : found.start()], f'<td id="{anchor}">{found[2]}{link}{variable}']
        end = found.end()
    return "".join([*parts, content[end:]])


def inlined(found, page):
    """A picture as a part of the page, so that it has the colours of the theme that a reader chose."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.dest_uri), found[2]))
    picture = (ROOT / "docs" / target).read_text()
    picture = re.sub(r"<style>.*?</style>", "", picture, flags=re.S)
    label = html.escape(html.unescape(found[1]))
    picture = re.sub(r' aria-label="[^"]*"', "", picture, count=1)
    return picture.replace("<svg ", f'<svg class="picture" aria-label="{label}" ', 1)


def rewritten(path, name, files, config):
    """A page whose links lead to where their targets are in the site."""

    def link(found):
        text, target, anchor = found.groups()
        source = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if (ROOT / source).is_dir():
            return text
        if not (ROOT / source).is_file():
            return found[0]
        place = PAGES.get(source) or (source[5:] if source.startswith("docs/") else f"source/{source}")
        if source.startswith(TEXTS) and source.endswith(".txt"):
            place = f"{source[5:-4]}.md"
            if place not in files.src_uris:
                text_page = f"# {Path(source).stem}\n\n````text\n{(ROOT / source).read_text()}````\n"
                files.append(File.generated(config, place, content=text_page))
        if place not in files.src_uris and place not in PAGES.values():
            files.append(File.generated(config, place, content=(ROOT / source).read_bytes()))
        return f"[{text}]({posixpath.relpath(place, posixpath.dirname(name) or '.')}{anchor or ''})"

    def definition(found):
        line = link(re.match(LINK, f"[{found[1]}]({found[2]})"))
        return f"[{found[1]}]: {line[line.index('](') + 2 : -1]}" if "](" in line else found[0]

    parts = FENCE.split((ROOT / path).read_text())
    parts[::2] = [
        re.sub(r"(?m)^\[([\w-]+)\]: (?!https?:)(\S+)$", definition, LINK.sub(link, part))
        for part in parts[::2]
    ]
    return "".join(parts)
