"""The terminal front end, made with Textual: `app.run` opens it.

`app.CoachApp` is the app and `services.CoachServices` what screens may ask of it; `commands` is the table of keys.
`screens`, `dialogs` and `widgets` hold what is shown; `pair`, `trainer` and `writing` are programs of their own kind.
"""
