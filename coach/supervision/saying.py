"""Saying something to what was brought: each function gives back what a supervisor says then."""

from collections.abc import Callable, Iterator

from coach.model.brought import Comment, Response, View, Viewed


def seen(response: Response, reply: int, criterion: str, view: View, reason: str = "") -> Response:
    """With their word on one criterion in one line, in place of what they said of it before."""
    said = Viewed(reply=reply, criterion=criterion, view=view, reason=reason.strip())
    kept = list(unseen(response, reply, criterion).views)
    return response.model_copy(update={"views": (*kept, said)})


def unseen(response: Response, reply: int, criterion: str) -> Response:
    """Without it."""
    kept = tuple(each for each in response.views if (each.reply, each.criterion) != (reply, criterion))
    return response.model_copy(update={"views": kept})


def remark(response: Response, line: int) -> str:
    """What they wrote beside a line, or on the whole for 0."""
    return "\n\n".join(each.words for each in response.comments if each.line == line)


def remarked(response: Response, line: int, words: str) -> Response:
    """With these words beside a line, or on the whole for 0, in place of those before; nothing takes them away."""
    said = (Comment(line=line, words=words.strip()),) if words.strip() else ()
    others = tuple(each for each in response.comments if each.line != line)
    comments = tuple(sorted((*others, *said), key=lambda each: each.line))
    return response.model_copy(update={"comments": comments})


def says_nothing(response: Response) -> bool:
    """Whether there is nothing in it yet."""
    return not (response.comments or response.views or response.questions or response.action)


def own_words(response: Response) -> Iterator[str]:
    """Everything in it that they typed; what they are called is theirs to say."""
    yield from (each.words for each in response.comments)
    yield from (each.reason for each in response.views)
    yield from response.questions
    if response.action:
        yield response.action.what


def reworded(response: Response, anew: Callable[[str], str]) -> Response:
    """With each of those texts as `anew` has it. What is left without words goes; a view stays without its reason."""
    comments = tuple(each.model_copy(update={"words": anew(each.words)}) for each in response.comments)
    action = response.action.model_copy(update={"what": anew(response.action.what)}) if response.action else None
    return response.model_copy(
        update={
            "comments": tuple(each for each in comments if each.words),
            "views": tuple(each.model_copy(update={"reason": anew(each.reason)}) for each in response.views),
            "questions": tuple(filter(None, map(anew, response.questions))),
            "action": action if action and action.what else None,
        }
    )
