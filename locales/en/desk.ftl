### Words of the team's desk: what the administrator sees of this server.

## The menu and what stands everywhere
desk-title = Desk
desk-status = Status
desk-jobs = Jobs
desk-mail = Mail
desk-import = Import
desk-conference = Conference
desk-conferences = Conferences
desk-you-are-here = You are here
desk-count-failed = failed
desk-all = All
desk-show = Show
desk-save = Save
desk-cancel = Cancel
desk-back = Back
desk-leave = Leave it
desk-older = Older ones
desk-do = Do
desk-state = State
desk-when = When
desk-tries = Tries
desk-tries-of = { $count } of { $most }
desk-last-error = Last error
desk-and-more = and { $count } more
desk-nothing-done-yet = Nothing has been changed yet.
desk-changed-meanwhile = Something has changed since you looked.
desk-changed-meanwhile-text = Nothing was done. Below is what it would do now; look again.
desk-ago = { $span } ago
desk-in = in { $span }
desk-span-seconds = { $count } s
desk-span-minutes = { $count } min
desk-span-hours = { $count } h
desk-span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## What was just done
desk-done-retried = The job is tried again.
desk-done-job-cancelled = The job is cancelled.
desk-done-resent = { $count ->
    [one] { $count } message is sent again.
   *[other] { $count } messages are sent again.
}
desk-done-mail-cancelled = The message is cancelled.
desk-done-too-late = Nothing was changed: its state is another by now.
desk-done-released = { $count ->
    [0] Released. Visitors see it now. No mail was queued.
    [one] Released. Visitors see it now. { $count } message to a speaker is queued.
   *[other] Released. Visitors see it now. { $count } messages to speakers are queued.
}
desk-done-levels = The levels are saved.
desk-done-visibility = The visibility is saved.
desk-done-imported = { $count ->
    [0] Imported; nothing was new.
    [one] Imported into the draft: { $count } thing made, changed or removed. Visitors see it after the next release.
   *[other] Imported into the draft: { $count } things made, changed or removed. Visitors see it after the next release.
}
desk-done-upload-gone = The files are not here any more. Choose them again.

## How the server stands
desk-database = Database
desk-migrated = { $count } migrations, up to date
desk-not-migrated = not up to date: the program knows { $count } migrations
desk-waiting = Waiting units of work
desk-waiting-text = reading { $readers }, writing { $writers }
desk-up = Up for
desk-version = Madang { $version }
desk-storage = Storage
desk-storage-text = { $count ->
    [one] one file, { $size }
   *[other] { $count } files, { $size }
  }
desk-page-cache = Rendered pages
desk-page-cache-text = kept in memory
desk-jobs-failed = { $count } failed
desk-jobs-figures = { $waiting } waiting, { $running } running
desk-mail-not-arrived = { $count } not delivered
desk-mail-figures = { $queued } queued, { $sent } sent
desk-mail-stuck = Mail is not being sent.
desk-mail-stuck-text = Messages have been due for more than ten minutes and nobody takes them. Is the server that sends mail running?
desk-mail-trouble = { $count ->
    [one] { $count } message has not been delivered. Its recipient has not been told.
   *[other] { $count } messages have not been delivered. Their recipients have not been told.
}
desk-mail-trouble-way = See which, and why
desk-mail-trouble-text = What the other server said stands beside each. “Tried again” is repeated by itself; “Given up” waits for you.
desk-jobs-stuck = Jobs are not being done.
desk-jobs-stuck-text = Some have been due for more than ten minutes and no worker takes them.
desk-dates = Dates
desk-sessions = Sessions
desk-latest-release = Latest release
desk-signed-in = Signed in
desk-signed-in-text = You are the administrator on this device. A new link: madang admin sign-in
desk-sign-out = Sign out
desk-sign-out-everywhere = Sign out on all devices

## Jobs
desk-jobs-text = Work that is done later; it survives a restart.
desk-jobs-none = No job here
desk-jobs-none-text = Whatever is to be done later appears here.
desk-work = Work
desk-try-again = Try again
desk-job-waiting = Waiting
desk-job-running = Running
desk-job-done = Done
desk-job-failed = Failed
desk-job-cancelled = Cancelled

## Mail
desk-mail-text = Every message that this server has sent or is about to send.
desk-mail-search = Recipient
desk-mail-none = No mail yet
desk-mail-none-text = Messages appear here when a release is told to the speakers.
desk-mail-nothing-matches = No message matches
desk-mail-answer = What the mail server said
desk-mail-next = again { $when }
desk-mail-queued = Queued
desk-mail-sending = Being sent
desk-mail-sent = Sent
desk-mail-failed = Tried again
desk-mail-given-up = Given up
desk-mail-cancelled = Cancelled
desk-to = To
desk-from = From
desk-reply-to = Answers to
desk-subject = Subject
desk-queued-at = Queued
desk-sent-at = Sent
desk-next-try = Next try
desk-resend = Send again
desk-resend-given-up = { $count ->
    [one] Send the one that was given up again
   *[other] Send all { $count } that were given up again
}
desk-message-text = Text

## A conference
desk-public-site = Public site
desk-draft-site = Draft
desk-speakers = { $count ->
    [one] { $count } speaker
   *[other] { $count } speakers
}
desk-next-release = Next release
desk-changes = Changes
desk-changes-count = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
desk-changes-figures = { $new } new, { $moved } moved, { $cancelled } cancelled
desk-conflicts = Conflicts
desk-conflicts-figures = { $blocking } block, { $warning } warn
desk-conflicts-none = None in the draft.
desk-unscheduled = Unscheduled
desk-unscheduled-text = confirmed or accepted, without a time
desk-what-would-change = What the next release would change
desk-nothing-would-change = No session would be added, moved or cancelled.
desk-release = Release
desk-release-now = Release the draft
desk-release-look = Look at it first
desk-release-title = Release { $number }
desk-release-do = Release { $number } now
desk-release-blocked = { $count ->
    [one] { $count } conflict stands in the way of a release.
   *[other] { $count } conflicts stand in the way of a release.
}
desk-release-blocked-text = Solve them in the draft, or choose another level for their kind.
desk-see-conflicts = See the conflicts
desk-note = Note
desk-note-hint = A word to the readers of the change log; may stay empty.
desk-tell = Write to the speakers whom it concerns
desk-tell-count = { $count ->
    [0] Write to the speakers (there is nobody to write to)
    [one] Write to { $count } speaker
   *[other] Write to { $count } speakers
}
desk-letters = Letters
desk-letters-text = speakers whom it concerns, with an address
desk-levels = Choose what becomes of conflicts
desk-levels-text = “Blocks” refuses a release while there is one; “warns” only shows it; “ignored” is not looked for.
desk-level-block = Blocks
desk-level-warn = Warns
desk-level-ignore = Ignored
desk-kind-room-taken = Room taken twice
desk-kind-speaker-twice = Speaker in two places
desk-kind-speaker-absent = Speaker not available
desk-kind-room-too-small = Room too small
desk-kind-walk = Too little time to walk
desk-kind-outside-hours = Outside the conference’s hours
desk-kind-no-length = Session without length
desk-kind-unscheduled = Session without a time
desk-conflict-room-taken = { $room }: { $amount } minutes at once.
desk-conflict-speaker-twice = { $speaker }: { $amount } minutes at once.
desk-conflict-speaker-absent = { $speaker } cannot come then.
desk-conflict-room-too-small = { $room }: { $amount } people more than seats.
desk-conflict-walk = { $speaker }: { $amount } minutes too few for the walk.
desk-conflict-outside-hours = Held outside the days or hours of the conference.
desk-conflict-no-length = It takes no time at all.
desk-conflict-unscheduled = It has no time yet.
desk-visibility = Visibility
desk-visibility-draft = Draft
desk-visibility-public = Public
desk-visibility-archived = Archived
desk-visible-draft = Only the team can see the conference.
desk-visible-public = Everybody can see the latest release.
desk-visible-archived = Everybody can see it, as a thing of the past.
desk-releases = Releases
desk-releases-none = Nothing has been released yet.

## Import
desk-import-title = Import a programme
desk-import-text = schedule.xml, schedule.json, pretalx, Sessionize, Indico, open-event, Devcon or CSV; the format is found out. First you see what would change.
desk-import-files = Files
desk-import-hint = Several where the format has several; each of at most 20 MB.
desk-import-look = Show what would change
desk-import-preview = Import: what would change
desk-import-apply = Apply all of it
desk-import-same = The source says what is here already.
desk-import-conflicts = Conflicts of the draft then: { $blocking } block, { $warning } warn.
desk-import-gone = { $count ->
    [one] { $count } session is here and not in the source; it would leave the draft.
   *[other] { $count } sessions are here and not in the source; they would leave the draft.
}
desk-import-gone-text = Is this the whole programme? What was announced becomes cancelled with the next release.
desk-import-kept = { $count ->
    [one] { $count } field was edited here and stays.
   *[other] { $count } fields were edited here and stay.
}
desk-import-no-file = No file was chosen.
desk-import-too-many = These are more files than one programme may have: 20.
desk-import-too-large = The file “{ $name }” is larger than { $limit } MB. Nothing was read.
desk-import-empty = There is nothing in the file.
desk-import-limit = The file holds more than is accepted.
desk-import-encoding = The file is not UTF-8 text.
desk-import-malformed = The file is broken; perhaps it was cut off.
desk-import-entity = The file declares entities, which are not accepted.
desk-import-format = The file is in none of the known formats.
desk-import-zone = The time zone is not known.
desk-figures = Figures
desk-new = New
desk-changed = Changed
desk-gone = Gone
desk-gone-title = Gone from the source
desk-same = Unchanged
desk-kept = Kept
desk-source-says = the source says
desk-of-speakers = Speakers
desk-rooms = Rooms
desk-tracks = Tracks
desk-kinds = Kinds of session
desk-one-session = Session
desk-one-speaker = Speaker
desk-one-room = Room
desk-one-track = Track
desk-one-kind = Kind
desk-oddities = Oddities, with their place in the file
desk-oddity-note = Note
desk-oddity-warning = Warning
desk-oddity-loss = Left out

## Fields of a programme
desk-field-acronym = Short name
desk-field-address = Address
desk-field-affiliation = Affiliation
desk-field-biography = Biography
desk-field-capacity = Seats
desk-field-city = City
desk-field-code = Code
desk-field-colour = Colour
desk-field-country = Country
desk-field-day-starts-minutes = Day begins
desk-field-description = Description
desk-field-do-not-record = Not recorded
desk-field-duration-minutes = Length
desk-field-email = Mail address
desk-field-first-day = First day
desk-field-guid = Lasting id
desk-field-kind = Kind
desk-field-language = Language
desk-field-languages = Languages
desk-field-last-day = Last day
desk-field-level = Level
desk-field-links = Links
desk-field-logo-url = Logo
desk-field-name = Name
desk-field-name-latin = Name in Latin letters
desk-field-number = Number
desk-field-parts = Speakers
desk-field-picture-url = Picture
desk-field-position = Position
desk-field-resources = Material
desk-field-slot = Room and time
desk-field-state = State
desk-field-subtitle = Subtitle
desk-field-summary = Abstract
desk-field-tags = Tags
desk-field-title = Title
desk-field-track = Track
desk-field-url = Address on the web
desk-field-venue = Venue
desk-field-zone = Time zone

## The audit
desk-audit = Audit
desk-audit-text = Who did what, when and from where. Records are only ever added, and each is sealed to the one before.
desk-audit-none = Nothing was done yet
desk-audit-none-text = Imports, releases, changes of visibility and everything about accounts are noted here.
desk-what = What
desk-where = From where
desk-who = Who
desk-who-administrator = Administrator (by link)
desk-who-program = The program
desk-who-visitor = Not signed in yet
desk-act-programme-import = Programme imported
desk-act-programme-release = Timetable released
desk-act-programme-levels = Levels of conflicts chosen
desk-act-conference-sheet = Sheet applied
desk-act-conference-visibility = Visibility changed
desk-act-account-sign-in = Signed in
desk-act-account-first-step = Showed a first factor
desk-act-account-second-step-failed = Failed at the second step
desk-act-account-recovery-used = Used a recovery code
desk-act-account-recovery-new = Made new recovery codes
desk-act-account-app-on = Switched codes of an app on
desk-act-account-second-step-off = Switched the second step off
desk-act-account-session-ended = Signed out a device
desk-act-account-email-asked = Asked for another address
desk-act-account-email = Address changed
desk-act-account-email-stopped = Change of address stopped
desk-act-account-passkey-added = Added a passkey
desk-act-account-passkey-removed = Removed a passkey
desk-act-account-second-step-on = Switched the second step on
desk-act-account-provider-linked = Linked a provider
desk-act-account-provider-unlinked = Unlinked a provider
desk-act-account-password = Password changed
desk-act-account-erased = Account deleted
desk-act-account-administrator = Made an administrator

## Forms
form-errors = { $count ->
    [one] One field is not right yet. Nothing was saved.
   *[other] { $count } fields are not right yet. Nothing was saved.
}
form-needed-mark = (needed)
form-needed = Fill this in.
form-too-long = Too long: at most { $count } characters.
form-number = A whole number from { $least } to { $most }.
form-choice = Choose one of the list.
form-day = A day, such as 2026-12-01.
form-time = A time, such as 09:30.
form-tags = At most { $count } key words, each of at most 60 characters.
form-tags-hint = Between commas.
form-url = A web address that begins with https:// or http://.
form-email = A mail address, such as kim@example.org.
form-minutes = min
form-language-untold = Language not told

## Columns of tables to take away
table-number = Number
table-when = When
table-what = What
table-conference = Conference
table-object = Object
table-detail = Details
table-who = Who
table-where = From where
table-request = Request
table-seal = Seal
table-work = Work
table-state = State
table-made = Made
table-due = Due
table-finished = Finished
table-tries = Tries
table-tries-most = Tries at most
table-error = Last error
table-person = Name
table-email = Mail address
table-since = Since
table-language = Language
table-administrator = Administrator
table-to = To
table-subject = Subject
table-sent = Sent
table-answer = Answer
table-role = Role
table-expires = Ends
table-purpose = What it is for
table-powers = What it may do
table-used = Last used
table-url = Address
table-events = Events
table-event = Event
table-tried = Last tried
table-status = HTTP status
table-body = Text
table-host = Host
table-short-name = Short name
table-visibility = Visibility
table-first-day = First day
table-last-day = Last day
table-sessions = Sessions
table-release = Release
table-code = Session code
table-title = Session
table-before = Before
table-after = After
table-level = Level
table-kind = Kind
table-conflict = Conflict
table-changes = Changes
table-note = Note
table-day = Day
table-pages = Pages
table-name = Name
table-seats = Seats
table-area = Part of the venue
table-colour = Colour
table-minutes = Minutes
table-description = Description
table-field = Field
