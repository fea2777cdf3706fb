"""From Chromium's tagged PDF to PDF/A and PDF/UA, repaired in place; needs no browser."""
