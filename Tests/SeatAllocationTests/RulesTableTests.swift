import LicenseBinding
import SeatAllocation
import Testing

/// The rules as a table: what is taken, who comes, and what he gets.
struct RulesTableTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var seats = 2
        var unit = Seats.Unit.session
        var rules: @Sendable (inout PoolRules) -> Void = { _ in }
        var taken: [String] = []
        var waiting: [String] = []
        let comes: String
        var waits = false
        let gets: String

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        // Counting.
        Case(name: "an empty pool has a seat", comes: "eve", gets: "new"),
        Case(name: "the last seat is one", taken: ["ann"], comes: "eve", gets: "new"),
        Case(name: "a full pool has none", taken: ["ann", "bob"], comes: "eve", gets: "full"),
        Case(name: "a pool of no seats has none", seats: 0, comes: "eve", gets: "full"),
        Case(
            name: "each session takes a seat", taken: ["ann", "ann#2"], comes: "ann#3", gets: "full"
        ),
        Case(
            name: "a user's second session takes none where users count", seats: 1, unit: .user,
            taken: ["ann"], comes: "ann#2", gets: "new"),
        Case(
            name: "whatever the case of his name", seats: 1, unit: .user, taken: ["ann"],
            comes: "Ann#2", gets: "new"),
        Case(
            name: "another user does", seats: 1, unit: .user, taken: ["ann", "ann#2"], comes: "bob",
            gets: "full"),
        Case(
            name: "a machine's second user takes none where machines count", seats: 1,
            unit: .machine, taken: ["ann@pc-1"], comes: "bob@PC-1", gets: "new"),
        Case(
            name: "another machine does", seats: 1, unit: .machine, taken: ["ann@pc-1"],
            comes: "ann@pc-2", gets: "full"),
        // Reserve.
        Case(
            name: "a reserved seat is not for others", rules: { $0.reserve = ["engineers": 1] },
            taken: ["eve"], comes: "cem", gets: "full"),
        Case(
            name: "a reserved seat is for its group", rules: { $0.reserve = ["engineers": 1] },
            taken: ["eve"], comes: "ann", gets: "new"),
        Case(
            name: "a group that has its reserve keeps no more",
            rules: { $0.reserve = ["engineers": 1] },
            taken: ["ann"], comes: "cem", gets: "new"),
        Case(
            name: "a group may have more than its reserve",
            rules: { $0.reserve = ["engineers": 1] },
            taken: ["ann"], comes: "bob", gets: "new"),
        Case(
            name: "two reserves add up", rules: { $0.reserve = ["engineers": 1, "operators": 1] },
            comes: "eve", gets: "full"),
        Case(
            name: "and each is for its own",
            rules: { $0.reserve = ["engineers": 1, "operators": 1] },
            taken: ["ann"], comes: "cem", gets: "new"),
        Case(
            name: "and for nobody else's",
            rules: { $0.reserve = ["engineers": 1, "operators": 1] },
            taken: ["ann"], comes: "bob", gets: "full"),
        Case(
            name: "more reserved than there is leaves nothing for others",
            rules: { $0.reserve = ["engineers": 9] }, comes: "eve", gets: "full"),
        Case(
            name: "but all to the group", rules: { $0.reserve = ["engineers": 9] }, taken: ["ann"],
            comes: "bob", gets: "new"),
        Case(
            name: "a reserve for a host", rules: { $0.reserve = ["laboratory": 2] },
            comes: "eve@lab-1", gets: "new"),
        Case(
            name: "a reserve for a network", rules: { $0.reserve = ["laboratory": 2] },
            comes: "eve/10.1.200.7", gets: "new"),
        Case(
            name: "and not for its neighbor", rules: { $0.reserve = ["laboratory": 2] },
            comes: "eve/10.2.0.7", gets: "full"),
        Case(
            name: "a reserve for nobody is kept all the same",
            rules: { $0.reserve = ["absent": 2] },
            comes: "eve", gets: "full"),
        // Include and exclude.
        Case(
            name: "who is included has a seat", rules: { $0.include = ["engineers"] }, comes: "bob",
            gets: "new"),
        Case(
            name: "who is not has none", rules: { $0.include = ["engineers"] }, comes: "cem",
            gets: "not included"),
        Case(
            name: "one of several groups is enough",
            rules: { $0.include = ["engineers", "laboratory"] },
            comes: "cem@lab-1", gets: "new"),
        Case(
            name: "who is excluded has none", rules: { $0.exclude = ["operators"] }, comes: "dan",
            gets: "excluded operators"),
        Case(
            name: "others have one", rules: { $0.exclude = ["operators"] }, comes: "ann",
            gets: "new"),
        Case(
            name: "exclusion goes before inclusion",
            rules: {
                $0.include = ["engineers"]
                $0.exclude = ["laboratory"]
            }, comes: "ann@lab-1", gets: "excluded laboratory"),
        Case(
            name: "exclusion goes before a reserve",
            rules: {
                $0.reserve = ["engineers": 1]
                $0.exclude = ["engineers"]
            }, comes: "ann", gets: "excluded engineers"),
        Case(
            name: "an excluded user has none where users count, whatever session", unit: .user,
            rules: { $0.exclude = ["operators"] }, comes: "cem#2", gets: "excluded operators"),
        // Known names.
        Case(
            name: "a name that anybody can say is none of a group of known names",
            rules: { $0.include = ["known"] }, comes: "ann", gets: "not included"),
        Case(
            name: "a name that the server knows is", rules: { $0.include = ["known"] },
            comes: "ann!", gets: "new"),
        Case(
            name: "who is excluded by a known name is out", rules: { $0.exclude = ["known"] },
            comes: "cem!", gets: "excluded known"),
        // Max.
        Case(
            name: "a group's most", seats: 5, rules: { $0.most = ["engineers": 1] }, taken: ["ann"],
            comes: "bob", gets: "most 1 engineers"),
        Case(
            name: "is not for others", seats: 5, rules: { $0.most = ["engineers": 1] },
            taken: ["ann"], comes: "cem", gets: "new"),
        Case(
            name: "a most of none", rules: { $0.most = ["engineers": 0] }, comes: "ann",
            gets: "most 0 engineers"),
        Case(
            name: "of two groups the smaller one holds", seats: 5,
            rules: { $0.most = ["engineers": 3, "laboratory": 1] }, taken: ["eve@lab-1"],
            comes: "ann@lab-1", gets: "most 1 laboratory"),
        Case(
            name: "a session on a seat that is counted takes none of the most", seats: 5,
            unit: .user, rules: { $0.most = ["engineers": 1] }, taken: ["ann"], comes: "ann#2",
            gets: "new"),
        Case(
            name: "a user's most", seats: 5, rules: { $0.mostPerUser = 2 },
            taken: ["ann", "ann#2"],
            comes: "ann#3", gets: "most 2 a user"),
        Case(
            name: "is each user's own", seats: 5, rules: { $0.mostPerUser = 2 },
            taken: ["ann", "ann#2"], comes: "bob", gets: "new"),
        Case(
            name: "a most goes before a reserve", seats: 5,
            rules: {
                $0.most = ["engineers": 1]
                $0.reserve = ["engineers": 2]
            }, taken: ["ann"], comes: "bob", gets: "most 1 engineers"),
        // Queue and priority.
        Case(
            name: "who waits is told his place", seats: 1, taken: ["ann"], comes: "eve",
            waits: true, gets: "queued 1"),
        Case(
            name: "behind who came before", seats: 1, taken: ["ann"], waiting: ["cem"],
            comes: "eve", waits: true, gets: "queued 2"),
        Case(
            name: "and before who is less", seats: 1, rules: { $0.priority = ["engineers": 5] },
            taken: ["cem"], waiting: ["eve"], comes: "ann", waits: true, gets: "queued 1"),
        Case(
            name: "behind those who are as much", seats: 1,
            rules: { $0.priority = ["engineers": 5] },
            taken: ["cem"], waiting: ["eve", "bob"], comes: "ann", waits: true, gets: "queued 2"),
        Case(
            name: "the highest of his groups counts", seats: 1,
            rules: { $0.priority = ["engineers": 1, "laboratory": 7] }, taken: ["cem"],
            waiting: ["bob"], comes: "ann@lab-1", waits: true, gets: "queued 1"),
        Case(
            name: "who is denied does not wait", seats: 1, rules: { $0.exclude = ["operators"] },
            taken: ["ann"], comes: "cem", waits: true, gets: "excluded operators"),
        Case(
            name: "a waiter for whom there is no seat keeps nobody from one", seats: 2,
            rules: { $0.reserve = ["engineers": 1] }, taken: ["eve"], waiting: ["cem"],
            comes: "ann", gets: "new"),
        Case(
            name: "a lower priority takes no seat before a higher one that waits", seats: 1,
            rules: { $0.priority = ["engineers": 5] }, taken: ["cem"], waiting: ["ann"],
            comes: "eve", gets: "full"),
    ]

    @Test(arguments: cases)
    func `it is as the table says`(_ row: Case) {
        var site = SeatSite(seats: row.seats, per: row.unit, row.rules)
        for who in row.taken { #expect(site.claim(who).word == "new", "\(who)") }
        for who in row.waiting {
            guard case .queued = site.claim(who, waits: true) else {
                Issue.record("\(who) does not wait")
                return
            }
        }
        #expect(site.claim(row.comes, waits: row.waits).word == row.gets)
        #expect(site.used <= max(row.seats, 0))
    }

    @Test func `there are fifty cases`() {
        #expect(Self.cases.count >= 50)
        #expect(Set(Self.cases.map(\.name)).count == Self.cases.count)
    }
}
