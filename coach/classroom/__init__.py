"""A class in one room: participants and their trainer, each at their own screen.

A key that one person presses reaches everybody's screen like this:

1. `participant` (or `trainer`, or `door` for coming in and leaving) makes an event of what was pressed.
2. `client.RoomClient._append` asks `reducer.advance` whether it can happen now, and writes it to the room's
log.
3. Every other client reads the new event from the log, and `advance` moves its `state.RoomState` on in the
same way.
4. `view_builder` makes each person's view of that state, narrowed to what this person may see (`views`).
5. The front ends draw the view, and nothing else.

What is said in a round is read and answered by `round_conversation`, as in a rehearsal; `round_history` replays it.
`single_device` plays a whole round at one device, and `comparison` is for afterwards.
"""
