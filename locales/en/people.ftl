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

## The second step
account-second = One more step
account-second-text = Your account asks for a second proof that it is you.
account-second-over = This sign-in is over
account-second-over-text = It took more than ten minutes, or a code was wrong too often. Begin again.
account-second-lost = Neither is at hand?
account-second-lost-text = Ask whoever runs this server: they can switch the second step off for you, once they are sure that it is you.
account-code = Code of your app
account-code-hint = Six digits. Each works once, for about a minute.
account-with-recovery = Use a recovery code instead
account-recovery-code = Recovery code
account-recovery-hint = One of the ten that you were shown when you began. It works once.
account-wrong-code = This code does not fit. It may be too old, or used already: wait for the next one.
account-wrong-recovery = This is not a recovery code of yours, or it was used already.
account-prove = Is it you?
account-prove-text = You are about to change how you sign in. You signed in a while ago, so show us once more that it is you.
account-prove-link = We can send a link to { $email }. It leads back here.
account-go-on = Go on
account-back = Back
account-second-off = Switch the second step off
account-second-off-text = Your account would then open for whoever reads your mail or knows your password. Show a second factor a last time.
account-app = An app that makes codes
account-app-scan = Scan this picture with an app such as Aegis, 2FAS, Google Authenticator or your password store.
account-app-qr = QR code for your app; the same secret stands below as text
account-app-here = The app is on this device
account-app-type = I cannot scan it
account-app-type-hint = Type these letters into the app: time-based, six digits, 30 seconds.
account-app-confirm = The code that the app shows now
account-app-on = Ask for a code from now on
account-codes = Your recovery codes
account-codes-new = From now on we ask for a code when you sign in. Everywhere else you were signed out.
account-codes-text = If you lose the app, one of these lets you in instead. Each works once. We cannot show them again: print them, or keep them where you keep passwords.
account-codes-print = Print
account-codes-kept = I have kept them

## The account
account-title = Your account
account-desk = To the desk
account-talks = Your talks
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
account-objection-way = Change this first
account-last-administrator = You are the last administrator of this server. Make another one first: madang admin create
account-done-profile = Your profile was saved.
account-done-password = Your password was set. Everywhere else you were signed out.
account-done-no-password = Your password is gone. Everywhere else you were signed out.
account-done-session = That device was signed out.

account-devices-short = Devices
account-with-password-way = With a password
account-or = or
account-remove = Remove
account-passkeys = Passkeys
account-passkeys-text = Sign in with your finger, your face or the PIN of your device. Nothing to type, nothing that could be stolen from you by a forged page.
account-passkeys-unnamed = This server has no name of its own, only an address of numbers. Passkeys need a name.
account-passkey-name = What to call it
account-passkey-add = Add a passkey
account-passkey-used = Last used { $when }
account-passkey-made = Made { $when }, not used yet
account-passkey-remove-this = Remove { $name }
account-passkey-show = Use a passkey
account-passkey-enter = Sign in with a passkey
account-passkey-script = Passkeys need JavaScript.
account-passkey-failed = That did not work. Nothing has changed; you can try again.
account-passkey-wrong = This passkey is not known here, or it took too long. Sign in another way.
account-passkey-none = There is no passkey to ask for
account-passkey-none-text = There is none here yet, or there are too many.
account-second-on-passkeys = Ask for a passkey after a link or the password
account-done-passkey = The passkey was added.
account-done-passkey-removed = The passkey was removed.
account-provider-enter = Sign in with { $provider }
account-provider-way = With { $provider }
account-provider-text = They tell us that it is you.
account-provider-failed = That provider does not answer as it should
account-provider-failed-text = It may be out of order for a while. You can sign in by a link in your mail instead.
account-provider-lost = This sign-in is over
account-provider-lost-text = It took more than ten minutes, was used already, or was begun in another browser. Begin again.
account-provider-unverified = The provider does not vouch for your address
account-provider-unverified-text = We take only addresses that the provider has verified. Verify yours there, or sign in by a link in your mail.
account-done-unlinked = That provider signs you in no more.
account-sections = Parts of this page
account-safety = How you sign in
account-mail-way = By a link in your mail
account-mail-way-text = We write to { $email }.
account-email-change = Change the address
account-email-change-text = Your account has the address { $email }. We write to both addresses, and both must say yes within 24 hours.
account-email-new = New mail address
account-email-ask = Write to both
account-email-wrong = This is not another mail address. Please check it.
account-email-from = From
account-email-to = To
account-email-old-text = Somebody who is signed in to your account has asked for this. If it was not you, stop it, and change how you sign in.
account-email-new-text = This account will have the new address once the old one has said yes, too.
account-email-yes = Yes, change it
account-email-no = Stop it
account-email-pending = { $email } is to become your address.
account-email-waits-old = The new address has said yes. Look into the mail of the old one.
account-email-waits-new = The old address has said yes. Look into the mail of the new one.
account-email-waits-both = Look into the mail of both.
account-email-stop = Keep the old address
account-email-waits = One address has said yes
account-email-waits-text = The other has had a letter, too. As soon as it has said yes, the account has its new address.
account-email-done = The account has its new address
account-email-done-text = From now on you sign in with it. Both addresses get a letter about it.
account-email-stopped = It was stopped
account-email-stopped-text = The account keeps its address. If it was not you who asked: sign in, sign out everywhere else, and change how you sign in.
account-email-over = This link does not work any more
account-email-over-text = It was used already, stopped, or is older than 24 hours; or somebody else has this address by now.
account-done-email-asked = We have written to both addresses.
account-done-email-stopped = Your address stays as it is.
account-password-change = Change
account-password-begin = Set a password
account-on = on
account-off = off
account-second-way = Second step
account-second-way-on = After the link or the password we ask for one more proof.
account-second-way-off = Whoever reads your mail can sign in as you. A second step shuts them out.
account-second-begin = Set it up
account-app-there = Your app makes codes that we ask for.
account-app-none = A code of six digits that your phone makes, also without a network.
account-codes-left = { $count ->
    [0] None is left.
    [one] One is left.
   *[other] { $count } are left.
}
account-codes-renew = Make new ones
account-done-second-off = The second step is off.

## The mail with the link
mail-link-subject = Your link to sign in
mail-link-text =
    Hello,

    this link signs you in, once and within 30 minutes:

    { $link }

    If you did not ask for it, somebody typed your address at { $server } by mistake. Then simply forget this mail: nothing has happened.

## Letters about what has happened to an account
mail-notice-text =
    Hello,

    { $what }

    When: { $when }
    Where: { $server }

    If this was you, there is nothing to do. If it was not, sign in, sign out everywhere else and change how you sign in:

    { $account }
mail-notice-password = The password of your account was set
mail-notice-no-password = Your account does without a password from now on
mail-notice-app-on = Your account asks for a code when you sign in
mail-notice-second-step-off = The second step of your account was switched off
mail-notice-second-step-failed = Somebody could begin to sign in as you, but had no second factor
mail-notice-recovery-used = A recovery code of your account was used
mail-notice-recovery-new = New recovery codes were made for your account
mail-notice-email = The mail address of your account was changed
mail-email-old = Your account is to have another mail address
mail-email-old-text =
    Hello,

    somebody who is signed in to your account at { $server } asks for another mail address. It changes only if you say yes here, within 24 hours. There you can also stop it:

    { $link }

    If this was not you, stop it, sign out everywhere else and change how you sign in.
mail-email-new = Confirm your new mail address
mail-email-new-text =
    Hello,

    somebody wants to use this address for their account at { $server }. If it was you, say yes here within 24 hours:

    { $link }

    If it was not you, simply forget this mail: nothing has happened.
mail-email-taken = Your address has an account already
mail-email-taken-text =
    Hello,

    somebody wants to use this address for their account at { $server }. It has an account of its own already, so nothing happens. If it was you, delete that one first, or use another address.
mail-notice-passkey-added = A passkey was added to your account
mail-notice-passkey-removed = A passkey of your account was removed
mail-notice-second-step-on = Your account asks for a second step when you sign in
mail-notice-provider-linked = Another provider signs you in to your account from now on
mail-notice-provider-unlinked = A provider signs you in to your account no more
