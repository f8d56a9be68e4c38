"""What accepted forms about tasks do."""

from server.activities.service.reporting import take_reports
from server.core.submissions import Handler

HANDLERS: dict[str, Handler] = {"task.done": take_reports}
