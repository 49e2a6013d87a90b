"""A mechanism: which pathway the vesicles of an arm changed, by which cargo, in which cells."""

from app.document.arm import ArmKey
from app.document.base import Line, Prose, Record, about
from app.identifiers import GeneSymbol, Slug
from app.vocab import Effect


class Mechanism(Record):
    """One mechanism that was observed or claimed for one arm."""

    arm: ArmKey = about("Key of the arm in which it was observed.")
    pathway: Slug | None = about("Pathway or process (slug of a pathway).", example="wnt-beta-catenin-signaling")
    effect: Effect = about("What the vesicles did to it.", example="activates")
    cargo: Line | None = about("Molecule carried by the vesicles that is said to act.", example="miR-126")
    targets: tuple[GeneSymbol, ...] = about("Genes or proteins acted on, as HGNC symbols.", max_length=50)
    cell_effect: Prose | None = about("What followed in the cells.")
    locator: Line = about("Where in the source it was read.")
