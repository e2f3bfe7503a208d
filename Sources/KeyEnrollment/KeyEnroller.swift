package import FIDO2
package import HardwareKeys
package import KeyAttestation
package import LicenseBinding

/// Enrolls a FIDO2 key that is plugged in. Every call blocks for as long as the key and the person
/// who touches it take.
package struct KeyEnroller: Sendable {
    private let key: HardwareKey
    private let ports: any KeyPorts

    package init(_ key: HardwareKey, in ports: any KeyPorts) {
        self.key = key
        self.ports = ports
    }

    /// Why a key was not enrolled.
    package enum Failure: Error {
        case key(FIDO2Error)
        /// It made a credential and then did not sign without a touch.
        case selfTest(FIDO2Error)
    }

    /// Whether the key makes a credential only for who knows its PIN.
    package func wantsPIN() throws(FIDO2Error) -> Bool {
        try open(for: Authenticator.patience).info().wantsPIN
    }

    /// Lets the key make a credential for a publisher, after a touch, and sign twice without one.
    /// What comes is not judged here: ``Enrollment/verified()``.
    /// - Parameters:
    ///   - root: the thumbprint of the publisher's root.
    ///   - excluded: credentials whose key must not be enrolled again, as far as the key takes so many.
    package func enroll(
        for root: String, nonce: Nonce, excluding excluded: [KeyCredential], pin: String?
    ) throws(Failure) -> Enrollment {
        let party = RelyingParty.id(of: root)
        var request = CredentialRequest(
            challenge: Enrollment.challenge(nonce, step: 0), relyingParty: party,
            user: Array(nonce.bytes.prefix(16)))
        let made: NewCredential
        do throws(FIDO2Error) {
            let authenticator = try open(for: Authenticator.touchPatience)
            let own = excluded.filter { $0.relyingParty == party }
            request.excluded = try authenticator.info().groups(of: own).first?.map(\.id) ?? []
            made = try authenticator.makeCredential(request, pin: pin)
        } catch {
            throw .key(error)
        }
        return Enrollment(
            root: root, nonce: nonce, name: key.name, attestationFormat: made.format,
            statement: made.statement, authenticatorData: made.authenticatorData,
            assertions: try selfTest(made, party, nonce))
    }

    private func selfTest(
        _ made: NewCredential, _ party: String, _ nonce: Nonce
    ) throws(Failure) -> [KeyAssertion] {
        guard let new = AttestedCredential(made.authenticatorData, for: party) else {
            throw .key(.malformed)
        }
        do throws(FIDO2Error) {
            var assertions: [KeyAssertion] = []
            for step in 1...Enrollment.selfTests {
                let signed = try open(for: Authenticator.patience).sign(
                    Enrollment.challenge(nonce, step: step), for: party, with: [new.credential.id])
                assertions.append(
                    KeyAssertion(
                        authenticatorData: signed.authenticatorData, signature: signed.signature))
            }
            return assertions
        } catch {
            throw .selfTest(error)
        }
    }

    /// Lets the key blink until it is touched or the time is over.
    /// - Returns: whether it was touched.
    package func blink(for time: Duration) throws(FIDO2Error) -> Bool {
        try open(for: time).waitForTouch(within: time)
    }

    /// - Parameter time: for what comes after the key has said what it can do.
    private func open(for time: Duration) throws(FIDO2Error) -> Authenticator {
        guard let channel = try ports.securityKey(key.device, within: Authenticator.patience) else {
            throw .gone
        }
        return try Authenticator.open(
            on: channel, until: .now + Authenticator.patience * 2 + time)
    }
}
