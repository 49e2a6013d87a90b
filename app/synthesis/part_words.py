"""What sentences and pictures call the parts that a study reports."""

from app.vocab import ReportingPart

PART_WORDS = {
    ReportingPart.SOURCE: "source of the vesicles",
    ReportingPart.ISOLATION: "isolation",
    ReportingPart.DOSE: "dose",
    ReportingPart.ROUTE: "route",
    ReportingPart.SCHEDULE: "schedule",
    ReportingPart.N: "number of participants",
    ReportingPart.FOLLOW_UP: "length of follow-up",
    ReportingPart.COMPARATOR: "comparator",
    ReportingPart.SAFETY: "statement on harm",
}
