"""What is said about files and rows: English here, translated where it is shown."""


def N_(text: str) -> str:  # noqa: N802 - the name that Babel's extraction looks for
    """Mark a text for translation and return it as it is."""
    return text


FILE_MESSAGES: dict[str, str] = {
    "missing": N_("There is no such file."),
    "empty": N_("The file is empty."),
    "too_large": N_("The file is larger than %(limit)s MB. Split it and send the parts."),
    "not_a_table": N_(
        "This is not a table but %(found)s. Send an Excel workbook (.xlsx), CSV or JSON Lines."
    ),
    "old_excel": N_("This is an old Excel workbook (.xls). Open it and save it as .xlsx."),
    "other_spreadsheet": N_("This is a spreadsheet of another kind (%(found)s). Save it as .xlsx."),
    "encrypted": N_("The workbook is protected with a password. Save it without a password."),
    "bomb": N_(
        "The workbook unpacks to far more than it should (limit %(limit)s MB). It was not opened."
    ),
    "damaged": N_("The file is damaged and cannot be read: %(detail)s"),
    "entities": N_("The workbook holds declarations that no spreadsheet needs. It was not opened."),
    "too_many_columns": N_("Row %(row)s has more than %(limit)s columns."),
    "too_many_rows": N_("The file has more than %(limit)s rows. Split it and send the parts."),
    "too_much_text": N_("The workbook holds more text than can be read at once. Split it."),
    "no_rows": N_("The file has headers but no rows below them."),
    "headers_unknown": N_(
        "The column headers could not be understood. Found: %(found)s. Needed: %(needed)s."
    ),
    "nothing_found": N_("No table was found in the file."),
    "column_unknown": N_("There is no column “%(column)s” to map to. Known are: %(known)s."),
    "header_missing": N_("The file has no column “%(header)s”."),
}

ROW_MESSAGES: dict[str, str] = {
    "required": N_("This is required."),
    "no_name": N_("A name is required, in Arabic or in Latin script."),
    "unknown_value": N_("This value is not known. Accepted: %(accepted)s."),
    "unknown_level": N_("This language level does not exist. Accepted: %(accepted)s."),
    "not_in_iraq": N_("This is not a governorate of Iraq. Accepted: a name or a code (IQ-BG)."),
    "bad_date": N_("This is not a date. Write day/month/year, or the year alone."),
    "no_such_day": N_("This day does not exist. Write day/month/year."),
    "future_date": N_("This date is in the future."),
    "too_old": N_("This is more than 110 years ago."),
    "not_a_number": N_("This is not a number."),
    "not_whole": N_("This must be a whole number."),
    "negative": N_("This must not be negative."),
    "not_positive": N_("This must be 1 or more."),
    "out_of_range": N_("This must be between %(low)s and %(high)s."),
    "wrong_currency": N_("Amounts are in Iraqi dinar (IQD)."),
    "wrong_length": N_("This must have %(wanted)s digits; it has %(found)s."),
    "not_an_email": N_("This is not an e-mail address."),
    "too_long": N_("This is longer than %(limit)s characters."),
    "cell_error": N_("The spreadsheet shows an error in this cell."),
    "unreadable": N_("The text of this cell is damaged."),
    "not_json": N_("This line is not a JSON object."),
    "experience_title": N_("Each experience needs a title: title | years | country."),
    "experience_years": N_("The years of an experience must be a number."),
    "wage_order": N_("The highest wage is below the lowest."),
    "erased": N_(
        "This person was erased from the platform. If they come back and ask for it, take them in "
        "anew with the day of the new interview."
    ),
    "another_office": N_(
        "This case belongs to another office. Ask that office to refer it to yours."
    ),
    "another_employer": N_(
        "This is the name of another employer. Leave the cell empty, or write “%(own)s”."
    ),
    "no_draft": N_("This posting is no draft any more. Change it on its own page."),
    "seats_taken": N_(
        "%(taken)s places are offered or filled already; there cannot be fewer than that."
    ),
    "duplicate": N_("Row %(row)s of this file has the same key. The first one was kept."),
    "no_such_roundtable": N_("There is no roundtable with this reference, here or in the file."),
    "other_commitment": N_(
        "This reference belongs to another commitment: %(known)s. Give this one a new reference."
    ),
    "before_made": N_("This is before the day on which it was promised (%(day)s)."),
    "not_an_occupation": N_("This is not an ISCO-08 code."),
}
