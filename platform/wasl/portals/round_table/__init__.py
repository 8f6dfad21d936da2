"""The round table: meetings, commitments, gaps and asks, stakeholders; mostly the secretariat's."""
