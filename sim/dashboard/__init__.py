"""The page in the browser: the only room that imports Streamlit. Its state is in the address bar."""
