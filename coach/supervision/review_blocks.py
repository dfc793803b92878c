"""What came back from supervision, laid out to be read again beside the rehearsal that it was brought from."""

from collections.abc import Iterator

from coach.debrief.written import Block, Heading, Say
from coach.model.brought import Response
from coach.practice.rehearsing import Rehearsing
from coach.supervision.handing_over import brought_blocks, response_blocks

HEADING = "What came back from supervision"
WITHDRAWN = "You withdrew what this speaks of. It stays here, for you alone."


def lay_out_reviews(rehearsing: Rehearsing) -> Iterator[Block]:
    """Lay out the last answer to each thing that was brought; nothing where none came back."""
    last: dict[str, Response] = {event.response.brought: event.response for event in rehearsing.story.came_back}
    if last:
        yield Heading(HEADING)
    for response in last.values():
        for block in lay_out_review(rehearsing, response):
            yield Heading(block.text, block.rank + 1) if isinstance(block, Heading) else block


def lay_out_review(rehearsing: Rehearsing, response: Response) -> Iterator[Block]:
    """Lay out one answer beside the lines that it speaks of, where they are still brought."""
    spoken_of = (event.brought for event in rehearsing.story.brought if event.brought.id == response.brought)
    if brought := next(spoken_of, None):
        yield from brought_blocks(brought, response, rehearsing.rubric)
    else:
        yield Say(WITHDRAWN)
        yield from response_blocks(response)
