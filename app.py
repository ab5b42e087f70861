from sim.dashboard.page_forecast import page

page()
