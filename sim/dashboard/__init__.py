"""The page in the browser: the only room that knows Streamlit. The address bar is its memory."""
