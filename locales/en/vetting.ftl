### Words of the report on handed-out software.

vetting-title = Report on handed-out software
vetting-objects = Objects inside:

## The verdict
vetting-clear = Nothing needs a decision
vetting-clear-means = Exactly these bytes were opened, and they do only what is listed here. That is not a promise that they are safe: it says nothing of what the software fetches later, and ends when a byte changes.
vetting-review = Somebody must look
vetting-review-means = A named person decides on each finding below, and says why. Until then it is not handed out.
vetting-not-vettable = Could not be vetted
vetting-not-vettable-means = Part of it could not be opened. What was not opened is never called clean; hand in a form that can be opened.
vetting-block = Must not be handed out
vetting-block-means = Several facts together are almost never found in honest software. Two persons are needed to overrule this, and their reason is public.

## The parts
vetting-installer = What the installer does, in order
vetting-who = Who signed, who registered
vetting-registered = Registered
vetting-signed = Signed
vetting-nobody-said = Nobody said
vetting-signed-nobody = By nobody
vetting-unsigned = Programs without a signature:
vetting-same = as declared
vetting-not-declared = not declared
vetting-declared = declared
vetting-hosts = Hosts that its code names
vetting-hosts-none = None can be seen.
vetting-hosts-text = Hosts that only texts in it name:
vetting-findings = Findings
vetting-findings-none = None that needs a decision.
vetting-severity-block = stops it
vetting-severity-review = to look at
vetting-severity-info = for information
vetting-denied = Says no, does yes: the declaration denies this.
vetting-why = Why it matters
vetting-fix = What to do
vetting-difference = What has changed since
vetting-difference-none = Nothing that matters here.
vetting-not-seen = What could not be seen
vetting-never = A look at bytes cannot see what software fetches after it was installed, nor what its makers change on their servers. Web applications are not vetted at all.
vetting-no-sandbox = The reader was not fully held back while it read this file. Its facts deserve less trust.
vetting-appeal = If you think this is wrong
vetting-appeal-how = Answer each finding: fix it, or declare it beforehand. The strongest plea is a reproducible build: when two independent persons build the same bytes from your public source, what needed a look needs none. Write to the conference with the SHA-256 below.
vetting-basis = What this rests on
vetting-tree = Tree of objects
vetting-engine = Engine
vetting-rules = Rules
vetting-sandbox = Sandbox
vetting-opinion-clean = knows nothing against it
vetting-opinion-none = gave no opinion:
