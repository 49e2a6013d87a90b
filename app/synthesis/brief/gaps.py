"""What is missing, as the brief says it."""

from app.synthesis.asking.question_words import narrowing
from app.synthesis.ladder import spoken
from app.synthesis.part_words import PART_WORDS
from app.synthesis.schemas.brief import Brief
from app.synthesis.words import plural, verb
from app.vocab import Design

HALF = 2


def write_gaps(brief: Brief) -> list[str]:
    """Name what is missing; what the question itself keeps out is no gap."""
    told = []
    if asked := narrowing(brief.selection):
        told.append(f"Designs and rungs that are missing are not named: the question asks for {' and '.join(asked)}.")
    else:
        told += [*_missing_trials(brief), *_missing_rungs(brief)]
    seldom = [
        f"{PART_WORDS[part.part]} ({part.reported.count} of {part.reported.of})"
        for part in brief.protocols.reporting
        if part.reported.count * HALF < part.reported.of
    ]
    if seldom:
        told.append(f"Less than half of the studies with results that are asked for it report: {', '.join(seldom)}.")
    return told or ["No gap is found in what is looked at: randomised trials, rungs of the ladder, parts reported."]


def _missing_trials(brief: Brief) -> list[str]:
    trials = next((each for each in brief.designs if each.value == Design.RANDOMIZED_CONTROLLED_TRIAL.value), None)
    if trials is None:
        return ["No randomized controlled trial is among the studies."]
    if trials.with_results:
        return []
    count = plural(trials.studies, "randomized controlled trial")
    return [f"{count} {verb(trials.studies, 'is', 'are')} among the studies, none with results."]


def _missing_rungs(brief: Brief) -> list[str]:
    if brief.ladder.highest is None:
        return ["No study with results stands on any rung of the ladder."]
    above = [brief.ladder.breaks_off_before] if brief.ladder.breaks_off_before else []
    missing = [*brief.ladder.gaps, *above]
    return [f"No result {' or '.join(map(spoken, missing))}."] if missing else []
