"""Closed lists of the running of ExoKB: what keys allow, and what becomes of imports."""

from app.vocab.base import ClosedList


class KeyScope(ClosedList):
    """What an API key allows."""

    IMPORT = "import", "Import studies, watch, cancel and revert one's own imports."
    ADMIN = "admin", "Everything, and the imports of all owners."


class JobKind(ClosedList):
    """What a job does."""

    IMPORT = "import", "Write the studies of a file."
    REVERT = "revert", "Restore what another job changed."


class JobStatus(ClosedList):
    """How far a job is; the last three are final."""

    QUEUED = "queued", "Accepted and kept; it waits for the jobs before it."
    RUNNING = "running", "At work; nothing of it can be seen in the data yet."
    SUCCEEDED = "succeeded", "Done, and what it wrote is there (nothing is, after a dry run)."
    FAILED = "failed", "Ended without writing anything; `failure` says why."
    CANCELLED = "cancelled", "Ended on request without writing anything."

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


class ImportMode(ClosedList):
    """What may happen to studies that are there, and to those that are not."""

    CREATE = "create", "Only new studies; one that is there already with other content is a fault."
    UPSERT = "upsert", "New studies are created, those that are there are replaced."
    UPDATE = "update", "Only studies that are there are replaced; one that is not is a fault."


class OnError(ClosedList):
    """What a record that cannot be taken does to the others."""

    ABORT = "abort", "All or nothing: one fault and nothing is written."
    SKIP = "skip", "Each faulty record is left out and reported; the others are written."


class Gravity(ClosedList):
    """How grave an entry of a report is."""

    ERROR = "error", "The record cannot be taken."
    WARNING = "warning", "The record is taken; somebody should look."


class ChangeAction(ClosedList):
    """What happened to a study."""

    CREATED = "created", "It was not there before."
    UPDATED = "updated", "Its document was replaced."
    REMOVED = "removed", "It was taken away."
