from sim.dashboard.frame import draw

draw()
