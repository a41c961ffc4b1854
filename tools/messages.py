"""Keep the gettext catalogues complete: extract, set translations, compile, check.

messages.py extract              sources -> locales/*.pot -> every .po
messages.py set DOMAIN LANG FILE.json   {"English sentence": "bản dịch"} (or [forms] for plurals)
messages.py missing [LANG]       JSON of what still lacks a translation, per domain
messages.py compile              .po -> .mo
messages.py check                exit 1 if a complete language lacks a translation that the sources ask for
"""

from __future__ import annotations

import fcntl
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.i18n import interface_languages  # noqa: E402 - run as a script, from anywhere

LOCALES = ROOT / "locales"
COMPLETE = tuple(language.tag for language in interface_languages() if language.complete)
CHECKED = ("vi",)
"""English is the language of the sources and its own translation."""
BEGUN = tuple(found.tag.replace("-", "_") for found in interface_languages() if not found.complete)
DOMAINS = {
    "pipeline": ["pipeline"],
    "catalogue": [
        "catalogue/cli.py",
        "catalogue/commands",
        "catalogue/stages.py",
        "catalogue/errors.py",
        "catalogue/db.py",
        "catalogue/settings.py",
        "catalogue/storage.py",
        "catalogue/wording.py",
        "catalogue/models",
        "catalogue/rules",
        "catalogue/services",
        "catalogue/jobs",
        "catalogue/exchange",
    ],
    "web": ["catalogue/web"],
}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "NN_": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extracted(domain: str) -> Catalog:
    """The catalogue template of one domain, from its sources."""
    catalog = Catalog(project="nghinsach", charset="utf-8")
    for entry in DOMAINS[domain]:
        path = ROOT / entry
        folder, only = (path.parent, path.name) if path.suffix else (path, None)
        if not path.exists():
            continue
        found = extract_from_dir(
            folder,
            method_map=[("**.py", "python"), ("**/templates/**.*", "jinja2"), ("templates/**.*", "jinja2")],
            keywords=KEYWORDS,
            options_map={
                "templates/**.*": {"trimmed": "true", "newstyle_gettext": "true"},
                "**/templates/**.*": {"trimmed": "true", "newstyle_gettext": "true"},
            },
            comment_tags=("L10N:",),
        )
        for name, _line, message, comments, context in found:
            if only is None or name == only:
                catalog.add(message, None, auto_comments=comments, context=context,
                            locations=[(str((folder / name).relative_to(ROOT)), None)])  # fmt: skip
    return catalog


def po_path(language: str, domain: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def load(language: str, domain: str) -> Catalog:
    path = po_path(language, domain)
    if not path.exists():
        return Catalog(locale=language, project="nghinsach", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def save(catalog: Catalog, language: str, domain: str) -> None:
    path = po_path(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    for message in catalog:  # file names only, no line numbers: a moved line is no change to translators
        message.locations = sorted({(name, None) for name, _ in message.locations})
    catalog.header_comment = f"# Nghìn Sách: {domain}, {language}."
    catalog.creation_date = catalog.revision_date = datetime(2026, 11, 23, tzinfo=UTC)  # a fixed date: no churn
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, width=100, omit_header=False, ignore_obsolete=True)
    path.write_bytes(buffer.getvalue())


def extract() -> None:
    for domain in DOMAINS:
        template = extracted(domain)
        for language in (*COMPLETE, *BEGUN):
            catalog = load(language, domain)
            catalog.update(template, no_fuzzy_matching=True)
            save(catalog, language, domain)


def set_translations(domain: str, language: str, table: dict[str, str | list[str]]) -> None:
    catalog = load(language, domain)
    catalog.update(extracted(domain), no_fuzzy_matching=True)
    for source, target in table.items():
        message = catalog.get(source)
        if message is None:
            print(f"not in the sources of {domain}: {source!r}", file=sys.stderr)
            continue
        message.string = tuple(target) if isinstance(target, list) else target
        if isinstance(message.id, tuple) and isinstance(target, str):
            message.string = (target,) * catalog.num_plurals
        message.flags.discard("fuzzy")
    save(catalog, language, domain)


def lacking(language: str, domain: str) -> list[Message]:
    """Messages of the sources without a finished translation; English is its own translation."""
    catalog = load(language, domain)
    result = []
    for message in extracted(domain):
        if not message.id:
            continue
        have = catalog.get(message.id, message.context)
        if have is None or (
            language != "en"
            and (have.fuzzy or not (all(have.string) if isinstance(have.string, tuple) else have.string))
        ):
            result.append(message)
    return result


def compile_all() -> None:
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            catalog = read_po(source, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalog)


@contextmanager
def locked() -> Iterator[None]:
    with (LOCALES / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    command, rest = (arguments[0] if arguments else "check"), arguments[1:]
    with locked():
        if command == "extract":
            extract()
        elif command == "set":
            set_translations(rest[0], rest[1], json.loads(Path(rest[2]).read_text(encoding="utf-8")))
            compile_all()
        elif command == "compile":
            compile_all()
        elif command == "missing":
            language = rest[0] if rest else "vi"
            print(json.dumps({d: [m.id for m in lacking(language, d)] for d in DOMAINS}, ensure_ascii=False, indent=1))
        elif command == "check":
            bad = [(language, d, m.id) for language in CHECKED for d in DOMAINS for m in lacking(language, d)]
            for language, domain, text in bad:
                print(f"{language}/{domain}: not translated: {text!r}", file=sys.stderr)
            return 1 if bad else 0
        else:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
