"""An instance for a while, with its web server and worker: for screenshots and measurements."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from server.instance import product
from server.instance.environment import ROOT, child_environment, python_command
from server.instance.foreground import run
from server.instance.front import FrontEnds
from server.instance.network import free_port
from server.instance.supervision import unwinding_on_signals
from server.instance.throwaway import throwaway
from server.instance.up import prepare


@contextmanager
def stage(*, demo: str, durable: bool) -> Iterator[dict[str, str]]:
    """Run a throw-away instance with demonstration data; yield its settings, TUYEN_PUBLIC_URL among them."""
    with ExitStack() as stack:
        added = stack.enter_context(throwaway(durable=durable))
        port = free_port()
        added["TUYEN_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        prepare(added, demo)
        environment = child_environment(**added)
        logs = ROOT / ".tuyen"
        worker = product.worker(environment, log=logs / "stage-worker.log")
        web = product.web(environment, bind=f"127.0.0.1:{port}", log=logs / "stage-web.log")
        for child in (worker, web):
            stack.callback(child.stop)
            child.start()
        product.wait_until_answering(web, f"{added['TUYEN_PUBLIC_URL']}/livez")
        yield added


def run_on_stage(module: str, arguments: list[str], *, demo: str = "small", durable: bool = False) -> int:
    """Run `module` beside a throw-away instance and return its exit code."""
    with unwinding_on_signals():
        FrontEnds().ensure_built()
        with stage(demo=demo, durable=durable) as added:
            return run(python_command(module, *arguments), child_environment(**added))
