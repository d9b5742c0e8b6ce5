### Words of teams: hosts, roles, invitations, tokens.

## Hosts
desk-home = Your conferences
desk-host-new = New host
desk-host-new-text = A host is the organisation that runs conferences here. You become its owner.
desk-host-name = Name of the host
desk-host-make = Make the host
desk-host-text = A host runs conferences. Roles in its team hold for all of them.
desk-host-no-conferences = No conference yet
desk-host-no-conferences-text = The first needs a name, a place in time, and days. All else can come later.
desk-short-name = Short name in addresses
desk-short-name-hint = Small letters, digits and hyphens. Made from the name when you leave it empty. It cannot be changed later.
desk-nothing-yours = You are in no team yet
desk-nothing-yours-make = Make a host to run conferences of your own, or ask an owner to invite you.
desk-nothing-yours-ask = Ask the owner of a host to invite you; the invitation comes by mail.
desk-wrong = Nothing was saved.
desk-wrong-taken = This short name is taken. Choose another one.
desk-wrong-slug = The short name may hold a-z, 0-9 and single hyphens, and must not be an address of the server.
desk-wrong-name = A name needs at least one letter or digit.
desk-wrong-zone = This is no time zone that we know. Choose one of the list, such as Asia/Seoul.
desk-wrong-first-day = The first day is no date.
desk-wrong-last-day = The last day lies before the first, or more than 60 days after it.
desk-wrong-email = This is no mail address.

## A new conference
desk-conference-new = New conference
desk-conference-new-text = A draft that only its team sees. Everything but the short name can be changed later.
desk-conference-name = Name of the conference
desk-conference-make = Make the conference
desk-first-day = First day
desk-last-day = Last day
desk-zone = Time zone of the venue
desk-zone-hint = Such as Asia/Seoul. All times of the programme are times of this zone.

## Teams
desk-team = Team
desk-team-see = See the team
desk-team-count = { $count ->
    [0] Nobody is in the team yet.
    [one] One person is in the team.
   *[other] { $count } people are in the team.
}
desk-team-host-text = Roles here hold for all conferences of the host.
desk-team-conference-text = Roles here hold for this conference only. The host's own team can work on it as well.
desk-members = Members
desk-members-none = Nobody yet. Invite somebody below.
desk-member = Member
desk-you = you
desk-role = Role
desk-role-of = Role of { $name }
desk-since = Since
desk-remove-from-team = Remove from the team
desk-roles-explained = What the roles mean
desk-invite = Invite somebody
desk-invite-email = Mail address
desk-invite-hint = They get a letter with a link that works once, within 14 days.
desk-invite-send = Send the invitation
desk-invitations = Invitations that wait
desk-invitation-revoke = Take back
desk-expires = Ends
desk-never = never
desk-leave-team = Leave this team
desk-leave-team-text = You lose what this role lets you do, at once. An owner can invite you again.
desk-last-owner = A host needs an owner. Make somebody else an owner first.
role-owner = Owner
role-organiser = Organiser
role-programme = Programme
role-door = Door
role-compliance = Compliance
role-finance = Finance
role-viewer = Viewer
role-text-owner = Everything, also who is in the team, and tokens.
role-text-organiser = Everything of the conferences: settings, programme, releases.
role-text-programme = Sessions, speakers, timetable, imports. Cannot release.
role-text-door = Sees everything of the conference; lets people in, once there are tickets.
role-text-compliance = Sees everything of the conference; will decide cases of screening.
role-text-finance = Sees everything of the conference; will handle payments.
role-text-viewer = Sees everything of the conference, changes nothing.

## Invitations
invitation-title = You are invited
invitation-text = { $team } asks you into its team. Your role: { $role }.
invitation-sign-in = Sign in first, or make an account with { $email }. Then you come back here.
invitation-other = This invitation was sent to { $email }; you are signed in as { $me }. If you join, it is with this account.
invitation-join = Join the team
invitation-dead = This invitation does not work any more
invitation-dead-text = It was used, taken back, or is older than 14 days. Ask for a new one.
mail-invitation-subject = An invitation into the team of { $team }
mail-invitation-text =
    Hello,

    you are invited into the team of { $team }. Your role: { $role }.

    This link shows the invitation. It works once, within 14 days:

    { $link }

    If you do not know why, leave it; nothing happens then.

    { $server }

## Tokens
desk-tokens = Tokens
desk-token = Token
desk-tokens-api = What programs may ask (OpenAPI)
desk-tokens-text = A token lets a program act for this team, over /api/v1. It can do no more than the person who made it.
desk-tokens-none = No program has a token.
desk-token-new = New token
desk-token-for = What it is for
desk-token-for-hint = Such as “screens in the hall”: you will know it again by this.
desk-token-days = Good for so many days
desk-token-powers = What it may do
desk-token-make = Make the token
desk-token-made = The token is made.
desk-token-once = Copy it now: it is shown only this once.
desk-token-used = Last used
desk-token-over = run out
desk-token-revoke = Take back
desk-wrong-token-name = Say what the token is for.
desk-wrong-token-days = A token is good for 1 to 366 days.
desk-wrong-token-powers = Choose at least one thing that it may do.
power-view = Look
power-programme = Programme
power-organise = Organise
power-text-view = Read drafts and lists.
power-text-programme = Change sessions, speakers and the timetable.
power-text-organise = Change the conference's settings, and release.

## What was just done
desk-done-host-made = The host is made. Its first conference comes next.
desk-done-host-named = The name is saved.
desk-done-conference-made = The conference is made. It is a draft: only its team sees it.
desk-done-invited = The invitation is on its way.
desk-done-invitation-revoked = The invitation does not work any more.
desk-done-role = The role is saved.
desk-done-member-removed = They are not in the team any more.
desk-done-left = You have left the team.
desk-done-joined = Welcome to the team.
desk-done-token-revoked = The token does not work any more.

## In the audit
desk-act-host-create = Host made
desk-act-host-rename = Host renamed
desk-act-conference-create = Conference made
desk-act-team-role = Role changed
desk-act-team-remove = Member removed
desk-act-team-leave = Left the team
desk-act-team-invite = Invitation sent
desk-act-team-revoke-invitation = Invitation taken back
desk-act-team-join = Joined a team
desk-act-team-token = Token made
desk-act-team-revoke-token = Token taken back
desk-act-team-enlist = Put into a team

## Webhooks
desk-webhooks = Webhooks
desk-webhooks-text = Addresses of yours that are told what happens in your conferences: to rebuild a page, fill a screen, or write to a chat.
desk-webhooks-there = Where to
desk-webhooks-none = Nobody is told yet.
desk-webhook = Webhook
desk-webhook-new = New webhook
desk-webhook-make = Make the webhook
desk-webhook-url = Address
desk-webhook-url-hint = A public address that takes POST. It answers with 200 when it has understood.
desk-webhook-events = Events
desk-webhook-events-hint = All of them when you choose none.
desk-webhook-all = all
desk-webhook-active = told
desk-webhook-paused = paused
desk-webhook-paused-text = This webhook is paused: what happens now is not told later.
desk-webhook-ping = Send a ping
desk-webhook-pause = Pause
desk-webhook-resume = Resume
desk-webhook-secret = Secret
desk-webhook-secret-text = Everything is signed with it, as Standard Webhooks say (webhook-id, webhook-timestamp, webhook-signature). Check the signature, and refuse what is older than five minutes.
desk-webhook-secret-show = Show the secret
desk-webhook-delete = Delete this webhook
desk-webhook-delete-text = Its log goes with it.
desk-deliveries = The last deliveries
desk-deliveries-none = Nothing was sent yet. Send a ping to try it.
desk-delivery-waiting = Waiting
desk-delivery-delivered = Delivered
desk-delivery-failed = Tried again
desk-delivery-given-up = Given up
desk-delivery-tries = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
desk-delivery-answer = What the address answered:
event-release-published = a timetable is released
event-programme-imported = a programme is imported into the draft
event-conference-visibility = a conference becomes public, a draft, or archived
desk-wrong-url = This is no address that can be sent to: https:// or http://, without a password.
desk-wrong-too-many-webhooks = A host has at most 20 webhooks.
desk-done-webhook-made = The webhook is made. Send a ping to try it.
desk-done-webhook-deleted = The webhook is deleted.
desk-done-pinged = A ping is on its way; reload this page to see what became of it.
desk-done-resent-delivery = It is sent again.
desk-act-webhook-create = Webhook made
desk-act-webhook-pause = Webhook paused
desk-act-webhook-resume = Webhook resumed
desk-act-webhook-delete = Webhook deleted
desk-act-webhook-send-again = Delivery sent again

## Everybody
desk-people = People
desk-person = Person
desk-people-count = { $count ->
    [one] One account on this server.
   *[other] { $count } accounts on this server.
}
desk-people-search = Name or address
desk-people-none = Nobody matches
desk-next-page = Next page

## Settings of a conference
desk-settings = Settings
desk-settings-text = Everything but the programme. What you save here is seen at once where the conference is public.
settings-conference = The conference
settings-when = When
settings-where = Where
settings-look = Languages and look
settings-day-starts = A day begins at
settings-day-starts-hint = A party at 01:00 belongs to the day before when this is 04:00.
settings-opens = The house opens
settings-closes = The house closes
settings-closes-hint = After midnight when it is earlier than the opening. Sessions outside are a conflict.
settings-languages-hint = Tags such as en, ko, ar. Texts fall back to the first.
settings-colour-hint = Six digits, such as #1d5a8f.
settings-area = Part of the venue
settings-area-hint = Rooms with the same one are next to each other.
settings-position = Place in the order
settings-position-hint = 1 comes first.
settings-body = Text
settings-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
settings-rooms = Rooms
settings-tracks = Tracks
settings-kinds = Kinds of session
settings-pages = Pages
settings-new-rooms = New room
settings-new-tracks = New track
settings-new-kinds = New kind
settings-new-pages = New page
settings-none-rooms = No room yet. A timetable needs at least one.
settings-none-tracks = No track yet. Tracks are themes; a small conference needs none.
settings-none-kinds = No kind yet, such as talk or workshop.
settings-none-pages = No page yet, such as “Getting there”.
settings-remove-text = Only when no session belongs to it. You can undo this.
settings-logo = Logo
settings-logo-now = The logo that is shown now
settings-logo-file = Picture
settings-logo-hint = PNG, JPEG, WebP or GIF; what shines through stays so. Everybody sees it at once.
settings-logo-take = Take this logo
settings-logo-remove = Remove the logo
settings-stale = Somebody else has changed this meanwhile.
settings-stale-text = Nothing was saved. Here is what you typed; save again to put it in the place of theirs, or leave to see theirs.
settings-in-use = Sessions still belong to it.
settings-in-use-text = Nothing was removed. Give those sessions another place first.
desk-wrong-languages = Tags of two or more letters with commas between them, such as en, ko.
desk-wrong-hours = Give both, or neither.
desk-wrong-colour = A colour is # and six digits of 0-9 and a-f, such as #1d5a8f.
desk-copy-from = Copy from
desk-copy-none = nothing
desk-copy-hint = Rooms, walks, tracks, kinds, pages, hours, languages, colour and venue. Sessions are not copied.
desk-act-conference-settings = Settings changed
desk-act-conference-piece-add = Added to the settings
desk-act-conference-piece-edit = Changed in the settings
desk-act-conference-piece-remove = Removed from the settings
desk-act-conference-copy = Copied from another conference

## Plots
desk-plot = Sessions by track and state
desk-plot-none = without track
desk-plot-total = all
desk-plot-confirmed = confirmed
desk-plot-accepted = accepted
desk-plot-open = not decided
desk-plot-out = rejected, withdrawn, cancelled
desk-plot-table = The figures as a table

## Deleting an account
team-last-owner = You are the only owner of { $host }. Make somebody else an owner first.
desk-visits = Visits to the programme
desk-visits-text = { $count } pages opened in 30 days, at most { $most } on one day. The team is not counted, and nothing is kept of who it was.
desk-visits-day = Day
desk-visits-pages = Pages
