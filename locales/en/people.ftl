### Words of accounts: signing up and in, and what a person keeps here.

## Signing up and in
account-sign-in = Sign in
account-sign-in-text = Type your mail address. We send you a link that signs you in; if you have no account yet, it makes one.
account-email = Mail address
account-send-link = Send me a link
account-with-password = Sign in with a password instead
account-password = Password
account-wrong-address = This is not a mail address. Please check it.
account-wrong-password = Address and password do not fit together. You can have a link sent instead.
account-sent = Look into your mail
account-sent-text = We have written to { $email }. The link in the mail works once, for 30 minutes.
account-sent-hint = Nothing there? It can take a minute; look among unwanted mail too.
account-again = Use another address
account-new = Make your account
account-new-text = { $email } has no account here yet. What shall we call you?
account-link-text = Sign in as { $name } ({ $email })?
account-make = Make the account
account-link-dead = This link does not work any more
account-link-dead-text = It was used already, or it is older than 30 minutes. Ask for a new one.
problem-way-sign-in = Sign in

## The account
account-title = Your account
account-desk = To the desk
account-profile = Profile
account-name = Name
account-wrong-name = Please give a name with at least one letter.
account-language-hint = We write to you in this language.
account-save = Save
account-password-there = You can sign in with your password, or by a link in your mail.
account-password-none = You sign in by a link in your mail. A password is faster; it is up to you.
account-password-current = Current password
account-password-new = New password
account-password-hint = At least 10 characters. A few words in a row are better than one with signs.
account-password-set = Set the password
account-password-remove = Do without a password
account-password-short = This password is too short: at least 10 characters.
account-password-long = This password is too long: at most 200 characters.
account-password-easy = This password is too easy to guess.
account-wrong-current = The current password is not right. Nothing was changed.
account-devices = Where you are signed in
account-device = Device
account-seen = Last used
account-this-device = this device
account-sign-out = Sign out
account-sign-out-everywhere = Sign out everywhere
account-data = Your data
account-data-take = Download everything (JSON)
account-erase = Delete the account
account-erase-text = Your account, its devices and its links are forgotten at once. This cannot be undone.
account-erase-email = Type your mail address to confirm
account-wrong-erase = The address is not that of this account. Nothing was deleted.
account-last-administrator = You are the last administrator of this server. Make another one first: madang admin create
account-done-profile = Your profile was saved.
account-done-password = Your password was set. Everywhere else you were signed out.
account-done-no-password = Your password is gone. Everywhere else you were signed out.
account-done-session = That device was signed out.

## The mail with the link
mail-link-subject = Your link to sign in
mail-link-text =
    Hello,

    this link signs you in, once and within 30 minutes:

    { $link }

    If you did not ask for it, somebody typed your address at { $server } by mistake. Then simply forget this mail: nothing has happened.
