### Words of the organiser's pages for sessions, speakers and the timetable.

## Sessions and speakers
desk-edit = Edit
desk-yes = Yes
desk-no = No
desk-undo = Undo
desk-undo-last = Undo the last move
desk-list = List
desk-search = Search
desk-choose = Choose
desk-pages = Pages
desk-page-before = Earlier
desk-page-after = Later
desk-nothing-found = Nothing matches
desk-list-range = { $first }–{ $last } of { $count }
desk-export = Export
desk-export-table = What is listed
desk-as-the-public = As the public sees it
desk-timetable = Timetable
desk-timetable-of = Timetable, { $day }
desk-days = Days
desk-minutes = { $count } min
desk-sessions-count = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
desk-sessions-none = No session yet
desk-sessions-none-text = Make the first one here, or import a programme that you have.
desk-session-new = New session
desk-session-make = Make the session
desk-session-remove = Remove the session
desk-session-remove-text = It leaves the draft. If it was announced, the next release cancels it. You can undo this.
desk-with-conflicts = With conflicts
desk-choose-page = All on this page
desk-choose-all = All { $count } that were found
desk-bulk = With what is chosen
desk-bulk-choose = Choose what to do
desk-bulk-else = Place and existence
desk-bulk-add-tags = Add the key words
desk-bulk-remove-tags = Take the key words away
desk-bulk-unplace = Take off the timetable
desk-bulk-delete = Remove
desk-bulk-do = Do it
desk-remove = Remove
desk-speakers-none = No speaker yet
desk-speakers-none-text = Speakers come with an import, or you make them here.
desk-speakers-speaking = In an accepted session
desk-speakers-nowhere = In no session
desk-speakers-no-email = Without a mail address
desk-speaker-new = New speaker
desk-speaker-make = Make the speaker
desk-speaker-nowhere = In no session.
desk-speaker-remove = Remove the speaker
desk-speaker-remove-text = Their page goes with the next release. You can undo this.
desk-speaker-take-off = { $count ->
    [one] Also take them off { $count } session
   *[other] Also take them off { $count } sessions
}
desk-absences-count = { $count ->
    [one] { $count } absence
   *[other] { $count } absences
}
desk-field-audience = Expected audience
desk-field-absences = Not available
session-state-draft = Draft
session-state-proposed = Proposed
session-state-accepted = Accepted
session-state-confirmed = Confirmed
session-state-rejected = Rejected
session-state-withdrawn = Withdrawn
session-state-cancelled = Cancelled
role-speaker = Speaker

## History
desk-history = History
desk-history-text = What was changed by hand and by imports, the newest first.
desk-history-none = Nothing was changed yet
desk-history-none-text = Every change of a session, a speaker or a setting appears here and can be undone.
desk-edit-create = Made
desk-edit-change = Changed
desk-edit-delete = Removed
desk-edit-import = Changed by an import
desk-edit-sheet = Changed by the sheet
desk-edit-copy = Copied from another conference
desk-edit-undo = Undone
desk-field-hours = Opening hours
desk-field-walks = Walks between parts of the venue
desk-logo-own = The picture that was handed in
desk-who-somebody = Somebody
desk-done-made = It is made.
desk-done-saved = Saved in the draft. Visitors see it after the next release.
desk-done-saved-settings = Saved.
desk-done-same = Nothing was different.
desk-done-removed = It is removed.
desk-done-placed = It has its place.
desk-done-stale = Somebody has changed it meanwhile. Nothing was done; look again.
desk-done-takes-part = { $count ->
    [one] Not removed: the speaker takes part in { $count } session. Take them off it too, or change the session first.
   *[other] Not removed: the speaker takes part in { $count } sessions. Take them off those too, or change the sessions first.
}
desk-done-bulk = { $count ->
    [0] Nothing was different.
    [one] { $count } session is changed.
   *[other] { $count } sessions are changed.
}
desk-speakers-remove = Remove those chosen
desk-done-nobody-chosen = Choose speakers first.
desk-done-speakers-removed = { $count ->
    [0] Nobody was removed.
    [one] { $count } speaker is removed.
   *[other] { $count } speakers are removed.
}
desk-done-speakers-removed-partly = { $count ->
    [one] { $count } speaker is removed.
   *[other] { $count } speakers are removed.
} { $kept ->
    [one] { $kept } takes part in sessions and stays.
   *[other] { $kept } take part in sessions and stay.
}
desk-done-speakers-kept = { $kept ->
    [one] Nobody was removed: the one chosen takes part in sessions.
   *[other] Nobody was removed: all { $kept } take part in sessions.
}
desk-done-nothing-chosen = Choose sessions, and what to do with them.
desk-done-undone = { $count ->
    [one] Undone.
   *[other] Undone: { $count } are as they were.
}
desk-done-undone-partly = { $count ->
    [one] { $count } is as it was. The others were changed since and stay as they are.
   *[other] { $count } are as they were. The others were changed since and stay as they are.
}
desk-done-undo-refused = Not undone: it has been changed since, is in use by now, or what it refers to is gone.
form-none = None
form-not-placed = Not placed
form-place = Time and room
form-place-day = Day
form-place-time = Begins
form-place-length = Takes
form-length-hint = Empty: as long as before.
form-audience = Expected audience
form-audience-hint = People; compared with the room’s seats.
form-parts-hint = Name; choose from the list. In order of display. An empty row is nobody.
form-part = Person { $count }
form-part-role = What person { $count } does
form-markdown = Markdown
form-links-hint = One a line: the address, then what it is called.
form-name-hint = As the speaker writes it, in its own script.
form-email-hint = For the team only; never public.
form-absences-hint = One a line, on the venue’s clock: 2026-12-01 09:00 – 12:00
form-absences-wrong = Each line needs two times: 2026-12-01 09:00 – 2026-12-01 12:00
form-speaker-unknown = There is no single speaker “{ $name }”. Choose one of the list, or make the speaker first.
form-speaker-twice = “{ $name }” is there twice.
form-too-many = At most { $count } entries.
form-twice = Something is there twice.
form-wrong = This cannot be.
form-length = The length is not right: at most a day, and the end after the beginning.
form-theirs = Meanwhile:
form-take-theirs = Take this instead
form-stale = { $who } changed this while you had it open. Nothing was saved.
form-stale-both = { $count ->
    [one] One field you have both changed. It shows what you typed, and what is there now beside it.
   *[other] { $count } fields you have both changed. They show what you typed, and what is there now beside them.
}
form-stale-theirs = Taken over from them:
form-stale-save = Look it over and save again.

## The timetable editor
desk-tray = Waiting for a place
desk-tray-search = Search what waits
desk-tray-none = Nothing waits.
desk-no-room = No room
desk-seats = { $count } seats
desk-conflicts-of-day = Conflicts of this day
desk-place = Place a session
desk-place-text = The same without dragging.
desk-place-do = Place it
desk-unplace-do = Take it off the timetable
desk-key-space = Space
desk-board-move = Move: { $title }
desk-board-keys = Without a mouse
desk-board-key-pick = at the handle of a session: pick it up, put it down
desk-board-key-time = five minutes earlier or later
desk-board-key-room = another room
desk-board-key-length = shorter or longer
desk-board-key-unplace = back to what waits
desk-board-key-cancel = leave it where it was
desk-board-picked = { "{" }title{ "}" } picked up, { "{" }place{ "}" }. Arrows move it, Enter puts it down, Escape leaves it.
desk-board-at = { "{" }time{ "}" }, { "{" }room{ "}" }.
desk-board-dropped = { "{" }title{ "}" }: { "{" }place{ "}" }.
desk-board-cancelled = Left where it was.
desk-board-unplaced = { "{" }title{ "}" } waits for a place.
desk-board-free = No conflict.
desk-board-failed = That did not reach the server. Nothing was changed; try again.
desk-board-undone = Undone.
desk-board-undo-refused = Not undone: it has been changed since.
desk-board-others = Somebody else has changed the timetable. You see it as it is now.
desk-board-stale = { $who } was quicker: “{ $title }” is now { $place }. Your move was not made.
desk-board-minutes = { "{" }n{ "}" } min
desk-board-room-taken = { "{" }room{ "}" } is taken: { "{" }title{ "}" }.
desk-board-speaker-twice = { "{" }name{ "}" } speaks elsewhere: { "{" }title{ "}" }.
desk-board-speaker-absent = { "{" }name{ "}" } cannot come then.
desk-board-room-too-small = { "{" }room{ "}" }: { "{" }n{ "}" } people more than seats.
desk-board-walk = { "{" }name{ "}" } needs { "{" }n{ "}" } more minutes to walk: { "{" }title{ "}" }.
desk-board-outside-hours = Outside of the conference’s hours.
desk-act-programme-session-create = Session made
desk-act-programme-session-change = Session changed
desk-act-programme-session-delete = Session removed
desk-act-programme-session-import = Session changed by an import
desk-act-programme-session-sheet = Session changed by the sheet
desk-act-programme-session-undo = Change of a session undone
desk-act-programme-speaker-create = Speaker made
desk-act-programme-speaker-change = Speaker changed
desk-act-programme-speaker-delete = Speaker removed
desk-act-programme-speaker-import = Speaker changed by an import
desk-act-programme-speaker-sheet = Speaker changed by the sheet
desk-act-programme-speaker-undo = Change of a speaker undone
