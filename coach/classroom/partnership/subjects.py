"""What openings are counted by, and which topic of a rubric belongs to which."""

from enum import StrEnum


class Subject(StrEnum):
    """Coarser than a rubric's topics, and fixed: fewer and larger cells, and the same ones every quarter."""

    RACISM = "racism"
    CULTURE_FAITH = "culture_faith"
    HERITAGE = "heritage"
    CHILD = "child"
    LANGUAGE = "language"
    POWER = "power"
    RISK = "risk"


NAMES = {
    Subject.RACISM: "racism",
    Subject.CULTURE_FAITH: "culture and faith",
    Subject.HERITAGE: "names, identity and how heritage is recorded",
    Subject.CHILD: "the child's voice",
    Subject.LANGUAGE: "language and interpreters",
    Subject.POWER: "our own power",
    Subject.RISK: "saying clearly what the worry is",
}
"""As each is read after "openings about"."""

OF_TOPIC = {
    "inter_rec": Subject.RACISM,
    "intra_rec": Subject.CULTURE_FAITH,
    "intra_individual": Subject.CULTURE_FAITH,
    "name_terms": Subject.HERITAGE,
    "child": Subject.CHILD,
    "language": Subject.LANGUAGE,
    "between_us": Subject.POWER,
    "risk": Subject.RISK,
}
"""A rubric's topics. Openings on a topic that is not here, such as `none` or one of somebody's own, are not counted."""
