"""A book corrected outside (on paper proofs, in a layout program): it takes the place of the file that we built.

The other files of the build stay. What was replaced, by whom, when and why is kept with the build and goes wherever
its report goes; the manuscript's next build knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from catalogue.errors import Refusal
from catalogue.models.builds import Build, BuildFile, BuildState, Purpose, StoredFile
from catalogue.rules.counting.records import Rules
from catalogue.services import audit, submissions
from catalogue.services.permissions import Actor
from catalogue.services.programme import today
from catalogue.storage import Stored
from pipeline.i18n import N_

SUFFIXES: Mapping[str, str] = {"epub": ".epub", "pdf": ".pdf", "pdf-print": ".pdf", "pdf-cover": ".pdf"}
"""What may be replaced, by its role among the files of a build, and how its name ends."""
MEDIA_TYPES: Mapping[str, str] = {".epub": "application/epub+zip", ".pdf": "application/pdf"}

NO_REASON = N_("Say what was corrected: it is kept with your name.")
NOT_BUILT = N_("Only a file of a finished book can be replaced.")
OTHER_KIND = N_("This is not the kind of file that it is to replace: choose one whose name ends with {suffix}.")


def replace(session: Session, build_id: str, role: str, stored: Stored, name: str, reason: str, actor: Actor) -> Build:
    """A build in which a file from outside takes the place of a built one; the caller enqueues it. Raises Refusal."""
    build, manuscript, edition = submissions.build_of(session, build_id)
    roles = {file.role for file, _ in submissions.files_of(session, build_id)}
    if build.state != BuildState.BUILT or build.purpose != Purpose.BOOK or role not in roles.intersection(SUFFIXES):
        raise Refusal("cor-001", NOT_BUILT, field="role")
    if not name.lower().endswith(SUFFIXES[role]):
        raise Refusal("cor-002", OTHER_KIND, field="finished", suffix=SUFFIXES[role])
    if not reason.strip():
        raise Refusal("cor-003", NO_REASON, field="reason")
    submissions.must_be_idle(session, edition.id)
    submissions.keep_file(session, stored, MEDIA_TYPES[SUFFIXES[role]])
    told = {
        "build": build.id, "role": role, "sha256": stored.sha256, "name": name[:300], "reason": reason.strip()[:2000],
        "by": actor.name, "on": today(Rules()).isoformat(),
    }  # fmt: skip
    fresh = Build(
        manuscript_id=manuscript.id, record=build.record, options={**build.options, "replaces": told},
        purpose=Purpose.BOOK.value,
    )  # fmt: skip
    session.add(fresh)
    session.flush()
    payload = {"manuscript": manuscript.id, "replaces": told}
    audit.record(session, "build.created", f"build/{fresh.id}", payload, actor=actor.id)
    return fresh


def joined(
    session: Session, told: Mapping[str, Any], result: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[BuildFile, StoredFile]]]:
    """The report of the build whose file was replaced, with what was found in the new one; and its other files.

    A file that was refused leaves the earlier build as it is: then the report is the new file's own.
    """
    if result["status"] != BuildState.BUILT:
        return {**result, "finished": False, "refused_file": told["name"]}, []
    old, _, _ = submissions.build_of(session, told["build"])
    said = {name: told[name] for name in ("role", "name", "sha256", "reason", "by", "on")}
    earlier = [one for one in old.report.get("replaced", []) if one["role"] != told["role"]]
    report = {**old.report, "findings": list(result["findings"]), "replaced": [*earlier, said]}
    others = [(file, stored) for file, stored in submissions.files_of(session, old.id) if file.role != told["role"]]
    return report, others
