"""What the imports share: reference data, batches, reports, and how records take on rows."""
