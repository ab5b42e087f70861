"""Commands that write what is handed on: a brief of one answer, a report of all."""
