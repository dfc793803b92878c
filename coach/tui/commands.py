"""The one table of commands, from which keys, footer, palette, help and the guide are made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """A command of one or more pages: its key, words, tooltip and action.

    `id` names it under `keys:` in a practitioner's settings.
    """

    id: str
    where: tuple[str, ...]
    """The pages it belongs to; `everywhere` for all."""
    key: str
    words: str
    """What footer and palette call it."""
    tooltip: str
    action: str
    footer: bool = False
    palette: bool = True
    opens_box: bool = False
    """Whether it opens a box for words: keys that come before the box is there are typed into it."""


MEANINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "f2": ("what you know of it beforehand", ("Brief", "My brief")),
    "f3": ("stop for a moment", ("Pause", "If it is hard", "Time-out")),
    "f4": ("leave this line out", ("Skip",)),
    "f5": ("the observer's marks", ("Mark", "Marks")),
    "f6": ("ask", ("Ask why", "Trainer")),
    "f7": ("see something else here", ("See it", "See the file", "See others", "Answer", "My place")),
    "f8": ("take the last thing back", ("Take back",)),
    "f9": ("go on to what comes next", ("Debrief", "Hand over", "Hand back", "Save the sheet", "Go on")),
    "f10": ("put a message away", ("Read",)),
    "ctrl+s": ("keep what was typed", ("Keep", "Kept already")),
    "ctrl+d": ("delete for good", ("Forget", "Put away", "Take off")),
    "ctrl+f": ("search", ("Search",)),
    "slash": ("search", ("Search",)),
    "a": ("add what is not there yet", ("Also", "Add one")),
    "b": ("bring to supervision", ("Bring",)),
    "c": ("comment", ("Comment",)),
    "d": ("see the debrief", ("Debrief",)),
    "e": ("write to a file", ("Export",)),
    "f": ("begin again from the start", ("From the start",)),
    "g": ("agree with all that is left", ("Agree with all",)),
    "h": ("hand your answer back", ("Hand back",)),
    "i": ("the agenda of a talk", ("Agenda",)),
    "j": ("what you said you would take up", ("My actions",)),
    "k": ("keep beyond thirty days, or no longer", ("Keep",)),
    "l": ("look for what has come", ("Look",)),
    "m": ("more of this page", ("More",)),
    "n": ("no: it does not fit", ("It does not", "Not what I meant", "Not so", "Otherwise", "Leave out")),
    "o": ("a comment on the whole", ("On the whole",)),
    "p": ("partly", ("Partly",)),
    "q": ("a sheet to sign", ("A sheet to sign",)),
    "r": ("your own record of learning", ("My own record",)),
    "s": ("say a line again", ("Say again",)),
    "t": ("take in a file", ("Take in",)),
    "u": ("what stayed unsaid", ("Stayed silent",)),
    "v": ("view two things side by side", ("Beside", "Where readers differ")),
    "w": ("withdraw", ("Withdraw",)),
    "x": ("make an exercise", ("Make exercise",)),
    "y": ("yes: it fits", ("Agree", "It fits")),
    "z": ("take your answer back", ("Take back",)),
    "space": ("start, or pause", ("Start, pause",)),
    "0": ("back to nothing", ("Reset",)),
}
"""What a key means on every page of one's own and at a supervisor's desk, and the words that commands have for it.

A letter is for a page that is read, an F key for a page that is typed on. Rounds of two or three and a class have the
same F keys, and letters of their own to mark with; a trainer's board and an author's page have keys of their own.
"""
TYPING = ("conversation", "submit", "reflection", "exercise_editor", "review", "sheet_form")
"""The pages on which what is typed is the main thing, and the answer that a supervisor types."""
READING = (
    *("home", "library", "briefing", "settings", "debrief", "rehearsals", "compare_attempts", "exercises"),
    *("own_practice", "inbox", "review", "agenda", "actions", "agreement", "partnership"),
    *("thing", "line", "picture", "card", "brought_line", "part"),
)
"""The pages that are read, and the parts of them with keys of their own."""
TOGETHER = ("room", "pair", "pair_sheet", "pairing", "speaking", "following", "spoken")
"""The pages of rounds of two or three and of a class, and parts of them."""

COMMANDS = (
    Command(
        "pause",
        ("conversation",),
        "f3",
        "Pause",
        "Clear the screen to plain words, for as long as you like",
        "pause",
        True,
    ),
    Command(
        "read_brief",
        ("conversation",),
        "f2",
        "Brief",
        "The brief, what you want to practise, and the exercise: beside the lines on a wide screen",
        "read_brief",
        True,
    ),
    Command(
        "stop",
        ("conversation",),
        "escape",
        "Stop",
        "Leave this rehearsal; you are asked whether to keep it",
        "stop",
        True,
    ),
    Command(
        "take_back",
        ("conversation",),
        "f8",
        "Take back",
        "Take your last line back and have its words as a draft again",
        "take_back",
        True,
    ),
    Command(
        "kept_already",
        ("conversation",),
        "ctrl+s",
        "Kept already",
        "What you said is kept as you go; there is nothing to save",
        "kept_already",
        palette=False,
    ),
    Command(
        "finish", ("conversation",), "f9", "Debrief", "End the conversation here and look back on it", "finish", True
    ),
    Command("skip", ("conversation",), "f4", "Skip", "Skip this line; it is never counted", "skip", True),
    Command(
        "why",
        ("conversation",),
        "f6",
        "Ask why",
        "Why the family answered as it did, and how your last reply was read",
        "why",
        True,
    ),
    Command("where", ("writing",), "f2", "Begin elsewhere", "Begin at another turn, or on other scales", "where", True),
    Command("undo", ("writing",), "f8", "Take back", "Take your last reply back, as a draft again", "take_back", True),
    Command("anew", ("writing",), "f5", "From the start", "Begin again, with nothing said", "from_start", True),
    Command(
        "heard",
        ("writing",),
        "f4",
        "Should be heard",
        "Your last reply should have been heard: add its words to an entry, or make one",
        "hear",
        True,
    ),
    Command(
        "keep_example", ("writing",), "f6", "Keep example", "Keep what was said so far as an example", "keep_example"
    ),
    Command("leave", ("writing",), "ctrl+q", "Quit", "Close this; your files are as you saved them", "quit", True),
    Command("brief_up", ("briefing",), "up", "Brief up", "Move the brief up", "brief(-2)", palette=False),
    Command("brief_down", ("briefing",), "down", "Brief down", "Move the brief down", "brief(2)", palette=False),
    Command("send", ("reply",), "enter", "Send", "Say what is in the box", "send", palette=False),
    Command("select_typed", ("typed",), "ctrl+a", "Select all", "Select all that you typed", "mark_all", palette=False),
    Command("talk_start", ("reply",), "ctrl+home", "First line", "To where it began", "talk_edge(-1)", palette=False),
    Command("talk_end", ("reply",), "ctrl+end", "Last line", "To the last line", "talk_edge(1)", palette=False),
    Command("new_line", ("reply",), "ctrl+j", "New line", "Start a new line in the box", "new_line", palette=False),
    Command(
        "earlier", ("conversation",), "", "Earlier lines", "Show lines from before what is on the screen", "earlier"
    ),
    Command(
        "again", ("debrief",), "s", "Say again", "Go back to before a reply and try other words", "say_again", True
    ),
    Command(
        "bring", ("debrief",), "b", "Bring", "Choose what of it to bring to supervision, if anything", "bring", True
    ),
    Command("more", ("debrief", "rehearsals"), "m", "More", "Everything else that can be done here", "more", True),
    Command("reflect", ("debrief",), "", "Reflect", "Questions for afterwards, by a model of reflection", "reflect"),
    Command(
        "own_picture", ("debrief",), "", "My own picture", "Questions about your own picture of them", "own_picture"
    ),
    Command("brought", ("debrief",), "", "What was brought", "What you brought, and what came back", "brought"),
    Command("look_for", ("debrief",), "l", "Look", "Look in your team's store for what came back", "look_for", True),
    Command("withdraw", ("thing",), "w", "Withdraw", "Take back this thing that you brought", "withdraw", True),
    Command(
        "withdraw_it", ("debrief",), "w", "Withdraw", "Take back something that you brought", "withdraw", palette=False
    ),
    Command("own_record", ("thing",), "r", "My own record", "A draft for your record of learning", "record", True),
    Command("look_back", ("rehearsals",), "d", "Debrief", "See the debrief as it stands", "look_back", True),
    Command("bring_one", ("rehearsals",), "b", "Bring", "Choose what of it to bring to supervision", "bring", True),
    Command("keep_one", ("rehearsals",), "k", "Keep", "Keep it beyond thirty days, or no longer", "keep", True),
    Command("hand_over", ("submit",), "f9", "Hand over", "Hand over exactly what is shown", "hand_over", True),
    Command("see_it", ("submit",), "f7", "See it", "Go to exactly what will be handed over", "see_it", True),
    Command("record", ("submit",), "", "My own record", "A draft for your record of learning, for you", "record"),
    Command(
        "keep_words",
        ("reflection", "own_picture"),
        "ctrl+s",
        "Keep",
        "Keep what you wrote with this rehearsal",
        "keep_words",
        True,
    ),
    Command("other_model", ("reflection",), "f7", "See others", "Choose other questions", "other_model", True),
    Command("save_exercise", ("exercises",), "e", "Export", "Save it as a file to hand on", "save_exercise", True),
    Command(
        "take_in_exercise",
        ("exercises",),
        "t",
        "Take in",
        "Take in an exercise that came to you as a file",
        "take_in_exercise",
        True,
    ),
    Command(
        "take_exercise_off",
        ("exercises",),
        "ctrl+d",
        "Take off",
        "Take it off your own exercises for good",
        "take_exercise_off",
        True,
    ),
    Command("do_exercise", ("exercises",), "", "Do this exercise", "Choose its scenario and begin", "do_exercise"),
    Command("save_mine", ("own_practice",), "e", "Export", "Write this page to a file of your own", "save_mine", True),
    Command(
        "dispute", ("debrief",), "n", "Not what I meant", "Your own word on a note of the coach's", "dispute", True
    ),
    Command("export", ("debrief", "rehearsals"), "e", "Export", "Write it to a file, or copy it", "export", True),
    Command("forget", ("debrief", "rehearsals"), "ctrl+d", "Forget", "Delete this rehearsal for good", "forget", True),
    Command("keep", ("debrief",), "k", "Keep", "Keep this rehearsal beyond thirty days, or no longer", "keep", True),
    Command("silent", ("debrief",), "u", "Stayed silent", "What the family kept to itself, if you ask", "silent", True),
    Command("from_start", ("debrief",), "f", "From the start", "Another go, from the first line", "from_start", True),
    Command(
        "came_back",
        ("debrief", "rehearsals"),
        "t",
        "Take in",
        "Take in a file that came back from your supervisor",
        "came_back",
        True,
    ),
    Command(
        "search",
        ("library", "rehearsals"),
        "slash,ctrl+f",
        "Search",
        "Look for words in the list",
        "search",
        True,
    ),
    Command("export_all", ("rehearsals",), "", "Export all", "Write all of them to one file", "export_all"),
    Command("forget_all", ("rehearsals",), "", "Forget all", "Delete all of them for good", "forget_all"),
    Command("reply_before", ("picture",), "left", "Reply before", "To the one before", "move(-1)", palette=False),
    Command("reply_after", ("picture",), "right", "Next reply", "To the one after", "move(1)", palette=False),
    Command("first_reply", ("picture",), "home", "First reply", "To the first reply", "move(-999)", palette=False),
    Command("last_reply", ("picture",), "end", "Last reply", "To the last reply", "move(999)", palette=False),
    Command("above_picture", ("picture",), "up", "Above", "To what stands above it", "leave(-1)", palette=False),
    Command("below_picture", ("picture",), "down", "Below", "To the cards below it", "leave(1)", palette=False),
    Command(
        "open_moment",
        ("picture",),
        "enter",
        "In the conversation",
        "Show this reply in the conversation",
        "open_moment",
        True,
        palette=False,
    ),
    Command("card_before", ("card",), "up", "Card before", "To the card before this", "step(-1)", palette=False),
    Command("card_after", ("card",), "down", "Next card", "To the card after this", "step(1)", palette=False),
    Command("open_card", ("card",), "enter", "Open", "Open this card, or fold it", "open_card", True, palette=False),
    Command(
        "not_so",
        ("card",),
        "n",
        "Not so",
        "Mark this card as not so, or put it back; both readings are kept",
        "not_so",
        True,
        palette=False,
    ),
    Command("line_before", ("line",), "up", "Line before", "To your line before this", "neighbour(-1)"),
    Command("line_after", ("line",), "down", "Next line", "To your next line", "neighbour(1)"),
    Command("why_line", ("line",), "enter", "Why?", "Why the family answered this line as it did", "why", True),
    Command("fits", ("line",), "y", "It fits", "Yes, that is what those words do", "answer('fair')", True),
    Command("fits_not", ("line",), "n", "It does not", "No, it was meant otherwise", "answer('not_meant')", True),
    Command("take_in", ("inbox",), "t", "Take in", "Take in a file that somebody handed over", "take_in", True),
    Command("look_anew", ("inbox",), "l", "Look", "Look what has been brought since", "look_anew", True),
    Command(
        "differences",
        ("inbox",),
        "v",
        "Where readers differ",
        "Lines that two readers saw apart",
        "differences",
        True,
    ),
    Command("make_exercise", ("inbox",), "x", "Make exercise", "Suggest something to practise", "make_exercise", True),
    Command("gave", ("inbox",), "", "What you gave", "Exercises given in the store; take one away", "gave"),
    Command("put_away", ("inbox",), "ctrl+d", "Put away", "Delete what was taken in, for good", "put_away", True),
    Command(
        "whole_comment",
        ("review",),
        "o",
        "On the whole",
        "A comment on the whole of it",
        "comment(0)",
        True,
        opens_box=True,
    ),
    Command("beside", ("review",), "v", "Beside", "The turn it was said in, and what the notes mean", "beside", True),
    Command("goes_back", ("review",), "f7", "Answer", "Questions, an action, and who you are", "goes_back", True),
    Command("agenda", ("inbox", "review"), "i", "Agenda", "Fifty minutes for talking it over", "agenda", True),
    Command(
        "take_answer_back",
        ("review",),
        "z",
        "Take back",
        "Take back the answer that you handed back",
        "take_back",
        True,
    ),
    Command(
        "if_hard", ("review",), "f3", "If it is hard", "What you may do where something here is hard", "if_hard", True
    ),
    Command("agree_all", ("review",), "g", "Agree with all", "You agree with each note left unsaid", "agree_all", True),
    Command("hand_back", ("review",), "h,f9", "Hand back", "Give back what you said of it", "hand_back", True),
    Command("agree", ("brought_line",), "y", "Agree", "You see it as the coach does", "say('agree')", True),
    Command("agree_partly", ("brought_line",), "p", "Partly", "You partly agree with the coach", "say('partly')", True),
    Command(
        "otherwise", ("brought_line",), "n", "Otherwise", "You see it otherwise than the coach", "say('disagree')", True
    ),
    Command("also", ("brought_line",), "a", "Also", "Something that the coach did not say of this line", "also", True),
    Command(
        "comment", ("brought_line",), "c", "Comment", "Words of yours beside this line", "comment", True, opens_box=True
    ),
    Command("step_up", ("brought_line",), "up", "Line before", "To the line before this", "step(-1)", palette=False),
    Command("step_down", ("brought_line",), "down", "Next line", "To the next line", "step(1)", palette=False),
    Command(
        "to_beside", ("brought_line",), "enter", "Beside", "Read what stands beside it", "screen.beside", palette=False
    ),
    Command("clock", ("agenda",), "space", "Start, pause", "Start the clock, or pause it", "clock", True),
    Command("who_anew", ("agenda",), "", "Ask who it is", "Ask again who is the same practitioner", "who_anew"),
    Command("clock_anew", ("agenda",), "0", "Reset", "Put the clock back to nothing", "clock_anew", True),
    Command("leave_out", ("part",), "n", "Leave out", "Leave this part out, or put it back", "leave_out", True),
    Command("part_before", ("part",), "up", "Part before", "To the part before this", "step(-1)", palette=False),
    Command("part_after", ("part",), "down", "Next part", "To the next part", "step(1)", palette=False),
    Command(
        "preview_file", ("exercise_editor",), "f7", "See the file", "See it as the file it becomes", "preview", True
    ),
    Command("keep_exercise", ("exercise_editor",), "ctrl+s", "Keep", "Save it, or give it to people", "save", True),
    Command(
        "partnership",
        ("home", "inbox"),
        "",
        "Partnership view",
        "Which subjects stay silent across a workforce's rehearsals",
        "app.partnership",
        palette=False,
    ),
    Command("save_partnership", ("partnership",), "e", "Export", "Save a page or a picture", "save_partnership", True),
    Command("my_brief", ("room",), "f2", "My brief", "What your role is told, once more", "my_brief"),
    Command(
        "time_out",
        ("room", "pair", "pair_sheet"),
        "f3",
        "Time-out",
        "A moment for your group; it never says who asked",
        "time_out",
        True,
    ),
    Command("skip_line", ("room", "speaking"), "f4", "Skip", "Skip this line; it is never counted", "skip", True),
    Command("was_read", ("room",), "f10", "Read", "Put your trainer's message away", "was_read"),
    Command("ask_trainer", ("room",), "f6", "Trainer", "Ask your trainer to come over", "ask_trainer", True),
    Command(
        "choice_back", ("following", "spoken"), "f8", "Take back", "Take back the last choice", "choice_back", True
    ),
    Command("my_place", ("room",), "f7", "My place", "Your role, and who you sit with", "my_place", True),
    Command("go_on", ("room", "pair"), "f9", "Go on", "Go on to what comes next, with your group", "go_on", True),
    Command("step_back", ("room",), "", "Back to where we were", "Until something more is said", "step_back"),
    Command("leave_room", ("room",), "", "Leave the room", "Leave for good; your group goes on", "leave_room"),
    Command("take_mine", ("room",), "", "Take home what I said", "Your own words, as a file", "take_home"),
    Command("give_counts", ("room",), "", "See my counts", "To give them to the plenary, or not", "contribute"),
    Command("practise_marking", ("room",), "", "Practise marking", "Mark three short talks", "practise_marking"),
    Command("mark_now", ("pair",), "f5", "Mark", "The observer marks; which mark is not shown", "mark_now", True),
    Command("stop_round", ("pair",), "escape", "Stop", "End this round; nothing is kept unless you ask", "back", True),
    Command("marks_here", ("spoken",), "f5", "Marks", "The observer's marks, or the lines again", "marks_here"),
    Command("opening_before", ("spoken",), "left", "Opening before", "To mark it", "opening(-1)", palette=False),
    Command("opening_after", ("spoken",), "right", "Next opening", "To mark it", "opening(1)", palette=False),
    Command("begin_round", ("pairing",), "f9", "Go on", "Go on to the content note", "begin", True),
    Command("mark_taken", ("marking",), "t", "Taken", "This opening was taken", "mark('taken')", palette=False),
    Command("mark_partly", ("marking",), "p", "Partly", "It was partly taken", "mark('partly')", palette=False),
    Command("mark_passed", ("marking",), "b", "Passed by", "It passed by", "mark('passed_by')", palette=False),
    Command("mark_hurt", ("marking",), "h", "May have hurt", "The last reply", "mark('hurt')", palette=False),
    Command("mark_mended", ("marking",), "m", "Mended", "The last reply mended", "mark('mended')", palette=False),
    Command("unmark", ("marking",), "u", "Undo", "Take your last mark away", "unmark", palette=False),
    Command("note_more", ("sealed",), "1", "Could say more", "“I could have said more”", "note('more')", palette=False),
    Command("note_said", ("sealed",), "2", "Said it", "“I said what I wanted to”", "note('said')", palette=False),
    Command(
        "inbox_folder", ("inbox",), "", "A folder to look into", "Where people lay their files for you", "inbox_folder"
    ),
    Command(
        "my_actions", ("inbox", "agenda"), "j", "My actions", "What you said you would take up", "my_actions", True
    ),
    Command(
        "sheet_to_sign",
        ("inbox", "agenda"),
        "q",
        "A sheet to sign",
        "A record of the talk, for your own file",
        "sheet",
        True,
    ),
    Command(
        "save_agenda", ("agenda",), "e", "Export", "Save the agenda, to print it or send it on", "save_agenda", True
    ),
    Command("tick_action", ("actions",), "enter", "Done", "This is done, or open again", "tick", palette=False),
    Command("add_action", ("actions",), "a", "Add one", "Something else that you will take up", "add", True),
    Command("calendar", ("actions",), "e", "Export", "A calendar file of those with a date", "to_calendar", True),
    Command("take_off", ("actions",), "ctrl+d", "Take off", "Take it off your list for good", "take_off", True),
    Command("save_sheet", ("sheet_form",), "f9", "Save the sheet", "Save it, to sign it", "save_sheet", True),
    Command("save_differences", ("agreement",), "e", "Export", "Save counts or labelled lines", "save", True),
    Command("choose_scenarios", ("opening",), "f4", "Scenarios", "Choose what groups choose from", "choose", True),
    Command("leave_opening", ("opening",), "escape", "Leave", "Close this page; no room is opened", "app.quit", True),
    Command("open_room", ("opening",), "f9", "Open the room", "Open the room with this run sheet", "open_room", True),
    Command("run_sheet", ("board",), "f2", "Run sheet", "To the run sheet, or back to the groups", "run_sheet", True),
    Command("to_groups", ("board",), "escape", "Groups", "From the run sheet back to the groups", "to_groups"),
    Command("projector", ("board",), "f3", "Projector", "A page to show to the whole room", "projector"),
    Command("room_pause", ("board", "projector"), "f4", "Pause", "Pause the room, or go on", "room_pause", True),
    Command("next_part", ("board", "projector"), "f5", "Next", "Start, or go on to the next part", "next_part", True),
    Command("move_someone", ("board",), "f6", "Move someone", "To another group, none, or out of the room", "move"),
    Command("pair_everybody", ("board",), "f7", "Pair everybody", "Make groups of whoever is in none", "pair"),
    Command("tell_room", ("board",), "f8", "Message", "Write to everybody, a group or one person", "tell", True),
    Command("cover_all", ("board", "projector"), "f9", "Cover", "Cover all screens, or show them again", "cover", True),
    Command("plenary", ("board",), "f10", "Plenary", "Which subjects stayed silent in this room, by counts", "plenary"),
    Command("prompt_upset", ("board",), "1", "Someone is upset", "What you could do and say", "prompt(0)"),
    Command("prompt_defensive", ("board",), "2", "Someone is defensive", "What you could do and say", "prompt(1)"),
    Command("prompt_racist", ("board",), "3", "Someone says something racist", "What you could do", "prompt(2)"),
    Command("prompt_looked_at", ("board",), "4", "A colleague is looked at", "What you could do", "prompt(3)"),
    Command("the_door", ("board",), "d", "The door", "Lock it, open it, or give the room a new code", "door"),
    Command("close_room", ("board",), "f12", "Close the room", "End the session for everybody", "close_room"),
    Command("group_on", ("groups",), "n", "Next stage", "Take this group on to its next stage", "group_on"),
    Command("group_back", ("groups",), "b", "Back", "Bring this group back to where it was taken on", "group_back"),
    Command("group_tell", ("groups",), "m", "Message to this group", "Write to this group alone", "group_tell"),
    Command("group_helped", ("groups",), "h", "Helped", "You went over; the group no longer asks", "group_helped"),
    Command("in_browser", ("projector",), "w", "In a browser", "Show this page in your browser", "in_browser"),
    Command("face_before", ("projector",), "left", "Page before", "Show the page before", "face(-1)", palette=False),
    Command("face_after", ("projector",), "right", "Next page", "Show the next page", "face(1)", True, palette=False),
    Command(
        "back",
        (
            *("library", "briefing", "settings", "debrief", "rehearsals", "compare_attempts"),
            *("exercises", "submit", "reflection", "own_practice"),
            *(
                "inbox",
                "review",
                "agenda",
                "actions",
                "sheet_form",
                "exercise_editor",
                "agreement",
                "partnership",
                "warming_up",
            ),
            *("projector", "plenary", "pairing"),
        ),
        "escape",
        "Back",
        "Go back a page",
        "back",
        True,
    ),
    Command("come_back", ("pause",), "escape", "Come back", "Go on where you were", "come_back", True),
    Command(
        "empty_search",
        ("search_box",),
        "escape",
        "Empty",
        "Take out what is searched for",
        "empty",
        True,
        palette=False,
    ),
    Command("to_found", ("search_box",), "down", "To the list", "To what was found", "submit", palette=False),
    Command("close", ("modal",), "escape", "Close", "Close this and go back to where you were", "close", True),
    Command("words_up", ("sheet",), "up", "Words up", "Words of a sheet: a line up", "words(-1)", palette=False),
    Command("words_down", ("sheet",), "down", "Words down", "Words of a sheet: a line down", "words(1)", palette=False),
    Command("page_up", ("sheet",), "pageup", "Page up", "Words of a sheet: a page up", "words_page(-1)", palette=False),
    Command(
        "page_down",
        ("sheet",),
        "pagedown",
        "Page down",
        "Words of a sheet: a page down",
        "words_page(1)",
        palette=False,
    ),
    Command(
        "button_before",
        ("page", "sheet"),
        "left",
        "Button before",
        "To the button on its left",
        "step_button(-1)",
        palette=False,
    ),
    Command(
        "button_after",
        ("page", "sheet"),
        "right",
        "Next button",
        "To the button on its right",
        "step_button(1)",
        palette=False,
    ),
    Command("turn_up", ("page",), "pageup", "Page up", "What is read here: a page up", "turn_page(-1)", palette=False),
    Command(
        "turn_down", ("page",), "pagedown", "Page down", "What is read here: a page down", "turn_page(1)", palette=False
    ),
    *(
        Command(
            f"number_{number}",
            ("home", "debrief", "review"),
            str(number),
            f"Number {number}",
            "The tab, or the line of the start page, with this number",
            f"number({number})",
            palette=False,
        )
        for number in range(1, 10)
    ),
    Command(
        "help",
        ("everywhere", "first_answers"),
        "f1,question_mark",
        "Help",
        "What this page is for, and its keys",
        "app.help",
        True,
    ),
    Command("home", ("everywhere",), "", "Start page", "Go to the first page; what was answered is kept", "app.home"),
    Command("look_dark", ("everywhere",), "", "Look: dark", "Light words on a dark page", "app.look('coach-dark')"),
    Command("look_light", ("everywhere",), "", "Look: light", "Dark words on a light page", "app.look('coach-light')"),
    Command(
        "look_high_contrast",
        ("everywhere",),
        "",
        "Look: high contrast",
        "White and bright words on black",
        "app.look('coach-high-contrast')",
    ),
    Command(
        "look_ansi",
        ("everywhere",),
        "",
        "Look: your terminal's own colours",
        "Leaves colours to your terminal",
        "app.look('ansi')",
    ),
    Command("quit", ("everywhere", "modal"), "ctrl+q", "Quit", "Close; what was answered is kept", "app.quit"),
)


def find_key(command: Command, own: Mapping[str, str]) -> str:
    """Return the key of a command: the practitioner's own, or else the usual one."""
    return own.get(command.id, command.key).split(",")[0]


def list_commands(*where: str) -> Iterator[Command]:
    """Return the commands of the named pages, in the table's order."""
    return (command for command in COMMANDS if not set(where).isdisjoint(command.where))


def make_bindings(*where: str) -> list[BindingType]:
    """Make the key bindings of the named pages.

    Each has the command's id, by which a practitioner can give it another key in the settings.
    """
    return [
        Binding(command.key, command.action, command.words, show=command.footer, tooltip=command.tooltip, id=command.id)
        for command in list_commands(*where)
        if command.key
    ]
