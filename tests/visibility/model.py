"""Who sees what, said once more in plain Python: no SQL, no caches, nothing shared with the product.

People, customers, teams, pools, shares and routes are numbers. The rules are those of RB-19 to RB-29, SW-31, SW-32 and
F-05 of the capabilities.
"""

from dataclasses import dataclass, field


@dataclass
class ModelShare:
    """`customers` shown to a person or a team until it ends."""

    giver: int
    customers: frozenset[int]
    person: int | None = None
    team: int | None = None
    over: bool = False


@dataclass
class ModelRoute:
    """Customers on a route, who drives it, and whether today is one of his days."""

    customers: frozenset[int]
    assignee: int
    today: bool


@dataclass
class ModelTeam:
    leader: int
    members: frozenset[int]
    archived: bool = False


@dataclass
class ModelPool:
    managers: frozenset[int]
    customers: set[int]


@dataclass
class Model:
    """An organisation: `manager[p]` is p's direct manager, `owner[c]` the owner of customer c."""

    manager: dict[int, int | None] = field(default_factory=dict)
    all_seeing: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    owner: dict[int, int] = field(default_factory=dict)
    teams: list[ModelTeam] = field(default_factory=list)
    pools: list[ModelPool] = field(default_factory=list)
    shares: list[ModelShare] = field(default_factory=list)
    routes: list[ModelRoute] = field(default_factory=list)

    def above(self, person: int) -> list[int]:
        """The managers above a person, the nearest first."""
        found = []
        boss = self.manager[person]
        while boss is not None:
            found.append(boss)
            boss = self.manager[boss]
        return found

    def reaches(self, viewer: int, person: int) -> bool:
        """Whether the viewer sees what the person owns because of who they are to each other."""
        if viewer == person or viewer in self.all_seeing or viewer in self.above(person):
            return True
        return any(not team.archived and team.leader == viewer and person in team.members for team in self.teams)

    def receives(self, viewer: int, share: ModelShare) -> bool:
        if share.over:
            return False
        if share.person is not None:
            return share.person == viewer
        team = self.teams[share.team]
        return not team.archived and (team.leader == viewer or viewer in team.members)

    def sees_customer(self, viewer: int, customer: int) -> bool:
        return (
            self.reaches(viewer, self.owner[customer])
            or any(customer in share.customers and self.receives(viewer, share) for share in self.shares)
            or any(viewer in pool.managers and customer in pool.customers for pool in self.pools)
            or any(
                route.today and customer in route.customers and self.reaches(viewer, route.assignee)
                for route in self.routes
            )
        )

    def customers_of(self, viewer: int) -> set[int]:
        return {customer for customer in self.owner if self.sees_customer(viewer, customer)}

    def people_of(self, viewer: int) -> set[int]:
        """Whose submissions, visits, photographs and phones the viewer sees."""
        return {person for person in self.manager if self.reaches(viewer, person)}

    def in_service(self) -> list[int]:
        return [person for person in self.manager if person not in self.left]

    def would_cycle(self, person: int, boss: int) -> bool:
        return person == boss or person in self.above(boss)

    def leave(self, person: int) -> None:
        """The reports go to the manager's manager; what he owned stays his, seen by those above."""
        for report, boss in self.manager.items():
            if boss == person and report not in self.left:
                self.manager[report] = self.manager[person]
        self.left.add(person)
