import ArgumentParser
import CommandLineFront
import Foundation
import LicenseBinding
import LicensingCenter

/// What a license allows, and what it asks of its keys.
struct TermsOptions: ParsableArguments {
    @Option(help: "How hard to copy each key must be at least.")
    var minimumAssurance = Assurance.identified

    @Option(
        help: ArgumentHelp(
            "How long a running program goes on without the key: 90s, 15m, 12h, 3d.",
            discussion: "Default: 3d.", valueName: "duration"),
        transform: { try Duration.argument($0) })
    var graceRunning = Grace().running

    @Option(
        help: ArgumentHelp(
            "How long after its key was last seen a program starts without it.",
            discussion: "Default: 0d.", valueName: "duration"),
        transform: { try Duration.argument($0) })
    var graceStart = Grace().start

    @Option(
        help: ArgumentHelp(
            "The end of the term: a day (2027-12-31, in UTC, included) or an RFC 3339 time.",
            valueName: "date"),
        transform: { text in
            guard let date = Timestamp.end(text) else {
                throw ValidationError("\(text) is no day such as 2027-12-31")
            }
            return date
        })
    var expires: Date?

    @Option(help: ArgumentHelp("A licensed feature; repeatable.", valueName: "name[=seats]"))
    var feature: [Feature] = []

    @Option(help: "Concurrent uses on a network.")
    var seats: Int?

    func validate() throws {
        guard seats.map({ 1...1_000_000 ~= $0 }) ?? true else {
            throw ValidationError("--seats must be from 1 to 1000000")
        }
        guard Set(feature.map(\.name)).count == feature.count else {
            throw ValidationError("each feature once")
        }
    }

    var terms: KitTerms {
        var terms = KitTerms()
        terms.features = feature
        terms.seats = seats.map { Seats(count: $0) }
        terms.expires = expires
        terms.minimumAssurance = minimumAssurance
        terms.grace = Grace(running: graceRunning, start: graceStart)
        return terms
    }
}

extension Assurance: ExpressibleByArgument {}

extension Feature: ExpressibleByArgument {
    package init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        guard parts.count == 2 else {
            self.init(name: String(name))
            return
        }
        guard let seats = Int(parts[1]), 1...1_000_000 ~= seats else { return nil }
        self.init(name: String(name), seats: seats)
    }
}
