"""The form: who is asked what, and what is said."""
