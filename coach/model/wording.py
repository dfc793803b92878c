"""How a rubric writes down the words it listens for. `docs/rubrics.md` explains it to authors."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from coach.model.frozen import Frozen, Id, Ids, listed
from coach.model.reading import Certainty, Form

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""Words to listen for. `(a|b)` is either, `[a]` may be there, `...` is up to five words, `<list>` any of a list."""
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(listed)]
Forms = Annotated[tuple[Form, ...], BeforeValidator(listed)]


class Rule(Frozen):
    """One way a criterion can be worded. Every part that is given must hold."""

    says: Phrases = ()
    """Any one of these in one sentence; that sentence is the span."""
    with_: Phrases = ()
    """And any one of these in the same sentence."""
    near: Phrases = ()
    """And any one of these anywhere in the reply."""
    without: Phrases = ()
    """And none of these in the same sentence."""
    nowhere: Phrases = ()
    """And none of these anywhere in the reply."""
    form: Forms = ()
    """And that sentence is put in one of these forms."""
    after: Phrases = ()
    """And the cue says one of these."""
    topic: Ids = ()
    """And the cue's topic is one of these."""
    follows_up: bool = False
    """And the reply is a bare open invitation that takes up the cue."""
    closed_questions: int = 0
    """And the reply asks at least this many closed questions."""
    unless_met: Ids = ()
    """And none of these criteria is met by the reply."""
    through_frames: Ids = ()
    """Frames that do not silence this rule (a denial cannot silence a denial)."""
    certainty: Certainty = Certainty.CLEAR
    stands: bool = False
    """It holds by itself, whatever the fitted decision makes of the reply: for the few words that need no weighing."""

    model_config = Frozen.model_config | {"alias_generator": lambda name: name.rstrip("_")}


Rules = dict[Id, Rule]
