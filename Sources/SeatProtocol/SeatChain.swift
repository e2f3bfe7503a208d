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

    /// Makes sure that a key of the license has signed the delegation, and that it is in force.
    /// - Returns: the counter of the key's signatures, for whoever has asked the key itself.
    @discardableResult
    package static func verify(
        _ delegation: SeatDelegation, of license: SignedLicense, at now: Date
    ) throws(Defect) -> UInt32 {
        let content = delegation.content
        guard content.license == license.id else {
            throw .license(expected: license.id, found: content.license)
        }
        if license.others["seatServer"] != nil, namedServer(of: license) != content.server {
            throw .server
        }
        let length = content.until.timeIntervalSince(content.from)
        guard 0...SeatDelegation.longest ~= length else { throw .tooLong(length) }
        guard now >= content.from - tolerance, now < content.until + tolerance else {
            throw .notInForce(from: content.from, until: content.until)
        }
        let credential = license.binding.credentials.first { $0.keyID == delegation.key }
        guard let credential else { throw .keyUnknown(delegation.key) }
        do throws(ProofDefect) {
            return try delegation.assertion.verify(content.challenge, by: credential)
        } catch {
            throw .key(error)
        }
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
        guard found.seat == seat else { throw .otherSeat }
        let end = now + TimeInterval(found.seconds)
        guard end <= delegation.content.until + tolerance else {
            throw .outlives(until: delegation.content.until)
        }
        return .seconds(found.seconds)
    }

    /// The one server that a license may be served by, if it says so (`seatServer`).
    private static func namedServer(of license: SignedLicense) -> VerifyingKey? {
        guard case .object(let server)? = license.others["seatServer"],
            let jwk = try? Claims(server).claims("jwk")
        else { return nil }
        return try? VerifyingKey(jwk: jwk)
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
