"""What is typed while the screen is busy: signals are heard all the same."""

import asyncio
import os
import signal

from textual import events
from textual.app import App

from reader.tui.startup.driver import QuickDriver

MANY = 5_000  # more than the pipe holds by which a loop is called


async def test_a_signal_is_heard_however_much_was_typed_before_the_loop_had_its_turn() -> None:
    app: App[None] = App()
    async with app.run_test():
        driver = QuickDriver(app)
        heard: list[int] = []
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, heard.append, 1)
        for _ in range(MANY):
            driver.send_message(events.Key("j", "j"))
        os.kill(os.getpid(), signal.SIGUSR2)
        for _ in range(20):
            await asyncio.sleep(0)
        asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR2)

    assert heard == [1]
