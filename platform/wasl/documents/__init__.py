"""Documents to hand over: what one holds, and writers of .docx and .pdf in both directions."""
