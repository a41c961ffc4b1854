"""Durable jobs: a face of five verbs over DBOS, which nothing else here imports.

A job is enqueued in the caller's own transaction, so it exists exactly when the record that asked for
it does. It runs at least once: after a death it is run again from its start, so what it does must be safe to
repeat. One queue serves all jobs; each worker process runs one at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from dbos import DBOS, DBOSClient, DBOSConfig
from dbos._recovery import recover_pending_workflows
from sqlmodel import Session

QUEUE = "jobs"
APPLICATION = "nghinsach"
VERSION = "1"
"""Fixed: by default DBOS takes a hash of the source, and an upgrade would strand the jobs under way."""
POLL_S = 0.5
MAX_RECOVERIES = 20
"""A backstop only; jobs count their own attempts and are parked with a reason long before."""

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
_STATES: dict[str, JobState] = {
    "ENQUEUED": "queued", "DELAYED": "queued", "PENDING": "running", "SUCCESS": "done", "CANCELLED": "cancelled",
}  # fmt: skip


def prepare(database_url: str) -> None:
    """Make or renew the engine's own tables beside ours."""
    DBOS.migrate(database_url)


class Jobs:
    """For those who ask for work: the website and the command line. Runs nothing itself."""

    def __init__(self, database_url: str) -> None:
        self._client = DBOSClient(system_database_url=database_url, application_name=APPLICATION, lazy=True)

    def enqueue(self, session: Session, name: str, *arguments: str, job_id: str) -> None:
        """Add a job in the session's transaction; the same id twice is one job."""
        self._client.enqueue_in_transaction(
            session,
            {"workflow_name": name, "queue_name": QUEUE, "workflow_id": job_id, "app_version": VERSION},
            *arguments,
        )

    def status(self, job_id: str) -> JobState | None:
        """Where a job stands, or None for an unknown one."""
        found = self._client.list_workflows(workflow_ids=[job_id], load_input=False, load_output=False)
        return _STATES.get(found[0].status, "failed") if found else None

    def cancel(self, job_id: str) -> None:
        """Keep a waiting job from starting; one that runs has to look for itself whether it is still wanted."""
        self._client.cancel_workflow(job_id)

    def close(self) -> None:
        """Close the database connections."""
        self._client.destroy()


class Runner:
    """For a worker: runs the jobs of the queue, one at a time, under a name that no other living worker has."""

    def __init__(self, database_url: str, executor_id: str, work: dict[str, Callable[[str], None]]) -> None:
        self.executor_id = executor_id
        for name, function in work.items():
            _register(name, function)
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": database_url,
            "application_version": VERSION,
            "executor_id": executor_id,
            "log_level": "WARNING",
            "max_executor_threads": 8,
        }
        self._dbos = DBOS(config=config)

    def launch(self) -> None:
        """Begin to work; jobs that this name left behind when it died are taken up again."""
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=POLL_S, on_conflict="always_update")

    def owners(self) -> set[str]:
        """The workers, living or dead, that hold running jobs."""
        found = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {workflow.executor_id for workflow in found if workflow.executor_id}

    def take_over(self, executor_id: str) -> None:
        """Queue the jobs of a dead worker again. Only for one whose lock the caller holds.

        DBOS has no public call for it: ``resume_workflow`` runs a live job twice and forgets its attempts.
        """
        recover_pending_workflows(self._dbos, [executor_id])

    def shutdown(self, grace_s: int = 0) -> None:
        """Take no more jobs, and wait up to ``grace_s`` seconds for the one that runs."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=grace_s)


def _register(name: str, function: Callable[[str], None]) -> None:
    """A workflow of one step; failures of the database or the store are tried again a little later."""

    @DBOS.step(name=f"{name}.step", retries_allowed=True, max_attempts=4, interval_seconds=2.0)
    def step(argument: str) -> None:
        function(argument)

    def workflow(argument: str) -> None:
        step(argument)

    DBOS.workflow(name=name, max_recovery_attempts=MAX_RECOVERIES)(workflow)
