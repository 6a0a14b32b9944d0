# SPDX-License-Identifier: Apache-2.0
"""Brings into the site what its pages link to outside of docs: other pages, and sources as plain files."""

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
    "conformance/README.md": "conformance.md",
    "deploy/README.md": "deploy.md",
    "deploy/chart/podpass/README.md": "chart.md",
    "conformance/kubelet/README.md": "conformance-kubelet.md",
}
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"(?ms)^( *```.*?^ *```$)")


def on_files(files, config):
    documents = {f"docs/{file.src_uri}": file.src_uri for file in files if file.is_documentation_page()}
    for path, name in {**documents, **PAGES}.items():
        text = rewritten(path, name, files, config)
        if name in files.src_uris:
            files.remove(files.src_uris[name])
        files.append(File.generated(config, name, content=text))
    return files


def on_page_content(content, page, config, files):
    """An option that fits a phone's line is not broken at its hyphens."""
    return re.sub(r"<code>(--[\w=-]{1,26})</code>", r'<code class="option">\1</code>', content)


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
