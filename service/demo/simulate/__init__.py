"""`synaq simulate`: whole competitions, played through by the real rooms; all people invented."""
