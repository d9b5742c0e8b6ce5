### Words of the public site: programme, timetable, speakers, rooms, agenda.

## The menu and the foot of every page
site-timetable = Timetable
site-sessions = Sessions
site-speakers = Speakers
site-rooms = Rooms
site-now = Now
site-agenda = My agenda
site-search = Search
site-download = Download
site-spreadsheet = Spreadsheet
site-feed = Feed of changes
site-venue = Venue
site-print = Print
site-share = Share
site-you-are-here = You are here
site-draft-conference = This conference is a draft. Only the team can see it.
site-draft-of-timetable = You see the draft of the timetable. The public sees the latest release.
site-archived = This conference is over. The pages stay as they were.

## Conferences of this server
home-title = Conferences
home-text = Hosted here, past and to come.
home-coming = To come
home-past = Past
home-draft = Draft
home-none = No conference yet
home-none-text = The organisers have not published anything here so far.

## The first page of a conference
landing-when = When
landing-where = Where
landing-see-timetable = See the timetable
landing-countries = Countries
landing-on = On now
landing-next = Starts next
landing-tracks = Tracks
landing-about = About
landing-day-sessions = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}

## The timetable
timetable-of-day = Timetable, { $day }
timetable-days = Days
timetable-view = View
timetable-grid = Grid
timetable-list = List
timetable-my-zone = My time zone
timetable-elsewhere = Elsewhere
timetable-none = Nothing is published yet
timetable-none-text = The organisers are still planning. What they publish appears here at once.

## The visitor's own time zone
zone-title = Times in your own zone
zone-text = Times stand in the venue’s zone: { $venue }. Those of a zone that you choose stand beside them.
zone-choose = Your zone
zone-hint = Each place with the time that its clocks show now.
zone-show = Show these times too
zone-venue-only = Only the venue’s times
zone-africa = Africa
zone-america = America
zone-antarctica = Antarctica
zone-arctic = Arctic
zone-asia = Asia
zone-atlantic = Atlantic Ocean
zone-australia = Australia
zone-europe = Europe
zone-indian = Indian Ocean
zone-pacific = Pacific Ocean

## Filters and search
filter-title = Filters
filter-all = All
filter-show = Show
filter-clear = Clear
filter-chip = { $field }: { $value }
filter-remove = Remove the filter { $filter }
filter-shown = { $count ->
    [one] { $count } session shown
   *[other] { $count } sessions shown
}
# {"{n}"} is filled in by the page's script.
filter-results-shown = Sessions shown: {"{n}"}
filter-none = Nothing matches
filter-none-text = Fewer words find more. Titles, speakers and abstracts are searched, in every language.
sessions-count = { $count ->
    [one] { $count } in the programme
   *[other] { $count } in the programme
}
sessions-match = { $count ->
    [0] Nothing matches “{ $query }”
    [one] { $count } session matches “{ $query }”
   *[other] { $count } sessions match “{ $query }”
}
sessions-found = Sessions found
sessions-unscheduled = No time yet

## A session
session-track = Track
session-kind = Kind
session-language = Language
session-room = Room
session-day = Day
session-cancelled = Cancelled
session-is-cancelled = This session is cancelled.
session-is-cancelled-text = It was announced for the time below and will not be held.
session-not-recorded = Not recorded
session-when-and-where = When and where
session-zone = { $zone } ({ $offset })
session-to-calendar = Add to calendar
session-abstract = Abstract
session-about = About this session
session-resources = Resources
session-also = Also at this time
session-in-room = In this room
session-before = Before, { $time }
session-after = After, { $time }
role-moderator = Moderator
role-panellist = Panellist
role-host = Host
resource-link = Link
resource-file = Slides or file
resource-video = Recording
resource-stream = Live stream
resource-feedback = Give feedback

## Speakers
speakers-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
speakers-search = Name, affiliation, country
speakers-letters = First letters
speakers-none = Nobody matches
speakers-all = Show everybody
speaker-links = Links
speaker-calendar = All sessions to calendar

## Rooms, now and next
room-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
room-minutes = { $count } min
room-for-the-door = For the door
now-title = Now and next
now-now = Now
now-next = Next
now-nothing = Nothing more here
now-progress = How far the session is
now-wall = For the wall
now-starts = The conference begins on { $when }.
now-over = The conference is over
now-over-text = Thank you for coming. The timetable stays here.

## One's own agenda
agenda-add = Add to my agenda
agenda-remove = Remove from my agenda
agenda-in = In my agenda
agenda-added = Added to your agenda
agenda-removed = Removed from your agenda
agenda-undo = Undo
agenda-failed = That did not work. Please try again.
agenda-copied = Copied
agenda-cleared = Your agenda is empty now
agenda-count = { $count ->
    [one] { $count } session, kept in this browser without an account
   *[other] { $count } sessions, kept in this browser without an account
}
agenda-empty = Nothing starred yet
agenda-empty-text = Press the star beside a session and it comes here. You need no account; the agenda stays with this browser.
agenda-clash = { $count ->
    [2] These two overlap by { $minutes } minutes.
   *[other] These { $count } overlap.
}
agenda-clash-text = Keep them and decide on the day, or take a star away.
agenda-take = Take it with you
agenda-calendar = In your calendar
agenda-calendar-text = Subscribe to this address and your calendar follows every change. Whoever has it can see your agenda.
agenda-address = Calendar address
agenda-copy = Copy
agenda-subscribe = Subscribe
agenda-clear = Clear my agenda

## Releases
releases-title = Changes to the timetable
releases-text = Each version stays as it was published.
releases-number = Version { $number }
releases-first = { $count ->
    [one] The first timetable: { $count } session.
   *[other] The first timetable: { $count } sessions.
}
releases-nothing = No session was added, moved or cancelled.
releases-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
change-new = New
change-moved = Moved
change-cancelled = Cancelled
change-from = from

## Keys
keys-title = Keyboard
keys-search = Search
keys-walk = Walk between sessions, by room and time
keys-star = Star the session, or take the star away
keys-list = This list
keys-close = Close

## Mail to speakers after a release
mail-release-subject = { $conference }: your sessions in the timetable
mail-release-hello = Dear { $name },
mail-release-text = a new version of the timetable of { $conference } is public. This concerns you:
mail-release-end = Times are those of the venue. If something does not fit, answer this message.
    The organisers of { $conference }
