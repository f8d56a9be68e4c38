"""What routes may refuse."""

from server.core.errors import Catalogue, DomainError, Problem


class RouteNameTakenError(DomainError):
    """Another route in use is called `name`, letter case and diacritics aside."""

    code = "route_name_taken"


class RouteStoppedError(DomainError):
    """The route `route` is not in use any more."""

    code = "route_stopped"


class AssignmentOverlapError(DomainError):
    """`holder` drives the route on days on which `employee` was to; both with their dates."""

    code = "assignment_overlap"


class RouteTwiceError(DomainError):
    """One form gives the route `route` twice: to `one` and to `other`."""

    code = "route_twice"


class AssigneeOutsideTeamError(DomainError):
    """The employee `employee_id` does not stand below the one who assigns."""

    code = "assignee_outside_team"


class StopNotVisibleError(DomainError):
    """Customers (`customer_ids`) that do not exist or that the one who sets up the route may not see."""

    code = "route_customer_not_visible"


CATALOGUE: Catalogue = {
    RouteNameTakenError.code: Problem(
        409,
        "Tên tuyến đã có",
        "Route name taken",
        "Một tuyến đang sử dụng đã mang tên “{name}”. Chưa lưu gì; hãy đặt tên khác.",
        "A route in use is already called “{name}”. Nothing was saved; choose another name.",
    ),
    RouteStoppedError.code: Problem(
        409,
        "Tuyến đã ngừng sử dụng",
        "The route is not in use",
        "Tuyến “{route}” không còn sử dụng nên không giao được. Hãy bật lại tuyến trước.",
        "The route “{route}” is not in use, so nobody can be assigned. Put it to use first.",
    ),
    AssignmentOverlapError.code: Problem(
        409,
        "Tuyến đã giao cho người khác",
        "Somebody else has the route",
        "{holder} đang giữ tuyến “{route}” ({holder_period}), trùng với {employee} ({period}). Chưa giao gì; "
        "hãy đổi ngày hoặc chọn thay thế.",
        "{holder} has the route “{route}” ({holder_period}), which overlaps with {employee} ({period}). "
        "Nothing was assigned; change the dates or choose to replace.",
    ),
    RouteTwiceError.code: Problem(
        422,
        "Một tuyến được giao hai lần",
        "A route is given twice",
        "Tuyến “{route}” có hai lần trong phiếu: cho {one} và cho {other}. Chưa giao gì; hãy bỏ một dòng.",
        "The route “{route}” comes twice in the form: to {one} and to {other}. Nothing was assigned; take one out.",
    ),
    AssigneeOutsideTeamError.code: Problem(
        422,
        "Nhân viên không thuộc đội của bạn",
        "The employee is not in your team",
        "Chỉ giao được tuyến cho nhân viên dưới quyền bạn. Chưa giao gì.",
        "A route can be assigned only to people below you. Nothing was assigned.",
    ),
    StopNotVisibleError.code: Problem(
        422,
        "Có khách hàng bạn không được xem",
        "A customer that you may not see",
        "Tuyến chỉ chứa khách hàng bạn được xem. Chưa lưu gì; hãy bỏ các khách hàng được nêu.",
        "A route holds only customers that you may see. Nothing was saved; take out the customers named.",
    ),
}
