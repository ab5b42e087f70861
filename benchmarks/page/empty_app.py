"""The least that Streamlit can show with a chart: what every page of it costs."""

import altair
import streamlit

rows = [{"x": place, "y": place % 7} for place in range(20)]
chart = altair.Chart(altair.Data(values=rows)).mark_point().encode(x="x:Q", y="y:Q")
streamlit.altair_chart(chart)
