### Words of the speakers' own pages, and of what the team has to do with them.

## Around every page
speaking-title = Your talks
speaking-text = Every conference at which you speak on this server.
speaking-none = You are no speaker here yet
speaking-none-text = A conference asks you by mail. Open the link in that letter, and your sessions are shown here.
speaking-account = Your account
speaking-site = Public site
speaking-sessions = Your sessions
speaking-profile = Your entry
speaking-availability = Availability
speaking-sessions-count = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
speaking-zone = Times are those of the venue ({ $zone }).
speaking-public-page = As everybody sees it
speaking-calendar = To the calendar

## Sessions
speaking-asked = Waits for your answer
speaking-asked-count = { $count ->
    [one] { $count } session waits for your answer
   *[other] { $count } sessions wait for your answer
}
speaking-asked-text = Say whether you will hold it, so that the team can plan with you.
speaking-yes = You hold it
speaking-no = You declined
speaking-settled = Planned
speaking-cancelled = Cancelled
speaking-cancelled-text = This session will not be held.
speaking-unreleased = No time has been published yet.
speaking-sessions-none = No session yet
speaking-sessions-none-text = As soon as the team accepts a session of yours, it is shown here.
speaking-confirm = I will hold it
speaking-decline = I cannot
speaking-decline-do = Tell the team that I cannot
speaking-when = When and where
speaking-answer = Will you hold it?
speaking-answer-text = The team has accepted this session and waits for your word.
speaking-yes-text = You have said that you will. You can change your mind, but tell the team early.
speaking-no-text = You have said that you cannot. The team sees it; if things change, say so here.
speaking-reason = Why not
speaking-reason-hint = Only the team reads this. You need not give a reason.
speaking-reason-change = Change the reason
speaking-words = What the programme says
speaking-words-text = To have this changed, write to the team.

## Slides
speaking-slides = Slides
speaking-slides-count = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
speaking-slides-none = Nothing has been handed in.
speaking-slides-file = File with slides
speaking-slides-hint = PDF, PowerPoint (.pptx), OpenDocument (.odp) or Keynote (.key), without macros, at most { $limit } MB. Only the team and the session’s speakers see it until one of them publishes it.
speaking-slides-upload = Hand in
speaking-slides-public = Public
speaking-slides-hidden = Not public
speaking-slides-show = Publish
speaking-slides-hide = Hide
speaking-slides-remove = Remove
speaking-slides-refused = The file was not taken.
speaking-slides-kind = It is not slides in PDF, PPTX, ODP or KEY, or it is broken. Save it as PDF and try again.
speaking-slides-name = Its content is not what its name says.
speaking-slides-macros = It has macros in it. Save it without them, or as PDF.
speaking-slides-many = The session has { $count } files already. Remove one first.
speaking-no-file = Choose a file first.
speaking-too-large = It is too large: at most { $limit } MB.

## The entry
speaking-profile-text = What the programme says about you. Changes are public with the next release.
speaking-about = About you
speaking-picture = Your picture
speaking-picture-now = The picture that is shown now
speaking-picture-file = Picture
speaking-picture-hint = PNG, JPEG, WebP or GIF. It is cut to a square, and where it was taken is forgotten.
speaking-picture-take = Take this picture
speaking-picture-replace = Take this one instead
speaking-picture-remove = Remove the picture
speaking-picture-refused = The picture was not taken.
speaking-picture-kind = It is not a picture in PNG, JPEG, WebP or GIF.
speaking-picture-broken = The file is broken.
speaking-picture-pixels = It has more pixels than a camera makes.

## Times
speaking-availability-text = When you cannot speak. The team is warned if it plans you there.
speaking-absence = Absence { $count }
speaking-absence-hint = Without times it is the whole day. Times are those of the venue ({ $zone }). To take a row back, choose no day and no times. Save to get more rows.
speaking-absence-day = Day
speaking-absence-from = From
speaking-absence-to = To
speaking-absence-wrong = It has to end after it begins, on the same day of the conference.

## What was just done
speaking-done-joined = Welcome. These pages are yours now.
speaking-done-saved = Saved. The team sees it at once, everybody with the next release.
speaking-done-same = Nothing was different.
speaking-done-yes = Thank you. The team knows that you will hold it.
speaking-done-no = The team knows that you cannot hold it.
speaking-done-stale = Somebody has changed this meanwhile. This is how it is now; look again.
speaking-done-picture = The picture was taken.
speaking-done-no-picture = The picture is gone.
speaking-done-slides = Handed in. Publish it when everybody may have it.
speaking-done-shown = The session’s page lists the file now.
speaking-done-hidden = The session’s page no longer lists the file, and its old address is dead.
speaking-done-removed = The file is gone.
speaking-done-too-late = It is not there any more.

## The invitation
speaking-invitation-title = You are a speaker
speaking-invitation-text = The programme of { $conference } has you as { $name }.
speaking-invitation-more = Take over your entry: see your times, confirm your sessions, write your own biography, hand in slides.
speaking-invitation-join = That is me
mail-speaker-invitation-subject = { $conference }: your pages as a speaker
mail-speaker-invitation-text =
    Dear { $name },

    you are a speaker of { $conference }. On pages of your own you see your times, confirm your sessions, write what the programme says about you, and hand in slides.

    This link makes them yours. It works once, within 14 days:

    { $link }

    If you are somebody else, do nothing.

    { $server }

## At the team's desk
desk-field-answers = Speakers’ answers
desk-declined = Declined
desk-confirmed-by-speaker = Confirmed by a speaker
desk-unanswered = Not answered
desk-says-yes = Will hold it
desk-says-no = Cannot
desk-picture-own = The speaker’s own picture
desk-speaker-account = Own pages
desk-speaker-account-text = With an invitation the speaker sees their times, answers, and keeps their entry themselves.
desk-speaker-joined = Signs in
desk-speaker-invited = Invited
desk-speaker-invite = Send the invitation
desk-speaker-invite-again = Send it again
desk-speaker-no-address = Add a mail address first; then you can send an invitation.
desk-speaker-unlink = Part the account from the speaker
desk-speaker-unlink-text = They can no longer change anything here. What they have written stays.
desk-speakers-invite = Invite those who are chosen
desk-invited-title = Invitations
desk-invited-count = { $count ->
    [one] { $count } speaker was written to
   *[other] { $count } speakers were written to
}
desk-invited-text = Each link works once, within 14 days.
desk-left-out = { $count ->
    [one] { $count } was left out
   *[other] { $count } were left out
}
desk-left-out-gone = Not a speaker any more
desk-left-out-no-address = No mail address that works
desk-left-out-joined = Signs in already
desk-done-speaker-invited = The invitation is on its way.
desk-done-speaker-no-address = There is no mail address that works.
desk-done-speaker-unlinked = The account is parted from the speaker.
form-picture-hint = A picture that the speaker handed in stays until you type an address here.

## To the team, of an answer
mail-answer-no-subject = { $conference }: { $speaker } cannot hold “{ $title }”
mail-answer-no-text =
    Dear { $name },

    { $speaker } has said that they cannot hold “{ $title }” at { $conference }.
mail-answer-yes-subject = { $conference }: { $speaker } will hold “{ $title }” after all
mail-answer-yes-text =
    Dear { $name },

    { $speaker } has said before that they cannot hold “{ $title }” at { $conference }. Now they will.
mail-answer-when = In the draft it is planned for { $when }.
mail-answer-nobody-left = Nobody is left to hold it. It is no longer confirmed, and your next release would cancel it.

## In the audit
desk-act-conference-logo = Logo set or taken away
desk-act-programme-slides-hand-in = Slides handed in
desk-act-programme-slides-publish = Slides published
desk-act-programme-slides-hide = Slides hidden
desk-act-programme-slides-remove = Slides removed
desk-act-programme-speaker-invite = Speaker invited
desk-act-programme-speaker-join = Became a speaker
desk-act-programme-speaker-link = Account made a speaker
desk-act-programme-speaker-revoke-invitation = Invitation of a speaker taken back
desk-act-programme-speaker-unlink = Account parted from a speaker
