### Words of the platform: dates, numbers, errors, the frame around every page.
### A new language is a new folder beside this one with the same files; nothing else has to be changed.

## The language itself
# Its own name for itself, as shown in the language menu.
language-name = English
# ltr or rtl: the direction in which it is written.
language-direction = ltr
# Which of the page's font stacks suits it: latin, korean, japanese, chinese, arabic, ...
language-font = latin

## Dates, times, numbers
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
# $day, $month and $year come as text; $month is a name from above.
date-full = { $day } { $month } { $year }
date-with-weekday = { $weekday }, { $day } { $month } { $year }
date-without-year = { $day } { $month }
date-range-in-month = { $from }–{ $to } { $month } { $year }
date-range-in-year = { $from } { $from_month } – { $to } { $to_month } { $year }
date-range = { $from } – { $to }
date-and-time = { $date }, { $time }
date-and-time-in-zone = { $date }, { $time } ({ $zone })
number-group = { "," }
number-point = .
file-size-kilobytes = { $count } KB
file-size-megabytes = { $count } MB
list-two = { $a } and { $b }
list-more = { $a }, { $b }
list-last = { $a } and { $b }

## The frame around every page
page-skip-to-content = Skip to content
page-main-navigation = Main
page-language = Language
page-account = Account
page-made-with = Made with Madang
page-theme = Colours
page-theme-auto = As the device
page-theme-light = Light
page-theme-dark = Dark
page-title = { $page } · { $site }

## What went wrong, and the way on
problem-way-home = To the start page
problem-request = If you write to the organisers about this, name the request { $id }.
problem-bad-request = This request could not be understood
problem-bad-request-text = Something in the address or in the form is not as it should be. Go back, check what you entered and try again.
problem-sign-in = Please sign in
problem-sign-in-text = This page is for people who are signed in. Sign in, then come back.
problem-token = This needs a token
problem-token-text = Programs show who they are by a token in the header Authorization. Its team makes one at the desk; this one is missing, has run out, or was taken back.
problem-forbidden = You may not open this
problem-forbidden-text = This page or action is for somebody else. If you think that this is a mistake, ask the organisers.
problem-cross-site = This form came from another place
problem-cross-site-text = For your safety only forms from this site are accepted. Open the page here, and send the form from there.
problem-form-expired = This form has grown old
problem-form-expired-text = Nothing was changed. Open the page again, and send the form from there.
problem-not-found = There is nothing at this address
problem-not-found-text = The page may have moved, or the link may be incomplete. The start page leads to everything that is public.
problem-method = This address cannot be used this way
problem-method-text = The page exists, but what was asked of it does not. Go back and try again from the page itself.
problem-conflict = That does not go with what is here now
problem-conflict-text = Somebody may have changed it meanwhile, or what it refers to may not be there. Nothing was changed; look at it again, then decide.
problem-gone = This page has been taken down
problem-gone-text = It was here once, and was withdrawn for good.
problem-too-large = That is too large
problem-too-large-text = What you sent is larger than this page accepts. Send less, or a smaller file.
problem-wrong-host = This server answers under another name
problem-wrong-host-text = Use the address that the organisers gave you.
problem-media-type = This kind of content is not accepted
problem-media-type-text = Send the form from its page, or a file of a kind that the page names.
problem-unprocessable = The form is not complete
problem-unprocessable-text = A field is missing or holds something that could not be read. Go back, check what you entered and send it again.
problem-too-many = Too many requests
problem-too-many-text = Please wait a moment, then try again.
problem-internal = Something broke on our side
problem-internal-text = It was noted for the administrator. Try again in a moment; nothing you did was wrong.
problem-unavailable = The server is busy
problem-unavailable-text = It could not answer in time. Try again in a moment.

## Signing in by link
sign-in-title = Sign in
sign-in-text = This link signs you in as the administrator of this server. It works once.
sign-in-button = Sign in
sign-in-link-dead = This sign-in link does not work any more
sign-in-link-dead-text = It was used already, or it is too old. Make a new one at the command line: madang admin sign-in
