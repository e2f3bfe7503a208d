package import FoundationEssentials
package import LicenseBinding

/// From a license to a seat: the license's key has spoken for a server, and the server for the seat.
package enum SeatChain {
    /// How far the clocks of client and server may be apart.
    private static let tolerance: TimeInterval = 60

    /// Why a seat is not believed.
    package enum Defect: Error, Hashable, Sendable {
        /// No key of the license has signed it.
        case keyUnknown(KeyID)
        /// It cannot sign, and the license names no server that is believed that it is there.
        case keyUnsigned(KeyID)
        case license(expected: LicenseID, found: LicenseID)
        case key(ProofDefect)
        case notInForce(from: Date, until: Date)
        /// It holds for longer than one may.
        case tooLong(TimeInterval)
        /// The license names another server.
        case server
        case grant(Refusal)
        /// It is for something else than was claimed.
        case otherSeat
        /// It would outlive the delegation.
        case outlives(until: Date)
    }

    /// Makes sure that a key of the license stands behind the delegation, and that it is in force.
    package static func verify(
        _ delegation: SeatDelegation, of license: SignedLicense, at now: Date
    ) throws(Defect) {
        let content = delegation.content
        guard content.license == license.id else {
            throw .license(expected: license.id, found: content.license)
        }
        guard content.server == license.binding.seatServer ?? content.server else {
            throw .server
        }
        let length = content.until.timeIntervalSince(content.from)
        guard 0...SeatDelegation.longest ~= length else { throw .tooLong(length) }
        guard now >= content.from - tolerance, now < content.until + tolerance else {
            throw .notInForce(from: content.from, until: content.until)
        }
        try delegation.word.verify(over: content.challenge, of: license)
    }

    /// Makes sure that the server of a delegation has granted just this seat.
    /// - Returns: for how long, from the moment at which it was asked for.
    package static func verify(
        _ grant: [UInt8], of seat: SeatGrant.Seat, under delegation: SeatDelegation, at now: Date
    ) throws(Defect) -> Duration {
        let found: SeatGrant
        do throws(Refusal) {
            let claims = try CompactJWS.claims(
                of: grant, as: .seat, by: delegation.content.server)
            found = try SeatGrant(reading: claims)
        } catch {
            throw .grant(error)
        }
        guard found.seat == seat, found.assurance == delegation.word.assurance else {
            throw .otherSeat
        }
        let end = now + TimeInterval(found.seconds)
        guard end <= delegation.content.until + tolerance else {
            throw .outlives(until: delegation.content.until)
        }
        return .seconds(found.seconds)
    }
}

extension SeatGrant {
    fileprivate init(reading claims: Claims) throws(Refusal) {
        do throws(LicenseBinding.Defect) {
            try self.init(claims)
        } catch {
            throw .malformed(error)
        }
    }
}
