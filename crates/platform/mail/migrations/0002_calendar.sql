-- Calendar entries that go along with a message, as iCalendar.
ALTER TABLE mail_message ADD COLUMN calendar TEXT;
