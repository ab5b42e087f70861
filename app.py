from sim.dashboard.page_forecast import draw_page

draw_page()
