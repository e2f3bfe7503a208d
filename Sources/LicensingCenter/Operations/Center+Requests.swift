package import CenterProtocol
import FoundationEssentials
import LicenseBinding

extension Center {
    package func activate(
        _ request: ActivationRequest, by channel: Channel = .network
    ) async throws -> LicenseGrant {
        try await grant(request.head, request.json, channel) { try $0.activation(request) }
    }

    package func recover(
        _ request: RecoveryRequest, by channel: Channel = .network
    ) async throws -> LicenseGrant {
        try await grant(
            request.head, request.json, channel, challenge: request.proven.challenge
        ) { try $0.recovery(request) }
    }

    package func rebind(
        _ request: BindingRequest, by channel: Channel = .network
    ) async throws -> LicenseGrant {
        let challenge: Nonce? =
            if case .anchor(let part) = request.authority { part.challenge } else { nil }
        return try await grant(request.head, request.json, channel, challenge: challenge) {
            try $0.rebinding(request)
        }
    }

    package func help(
        _ request: EmergencyRequest, by channel: Channel = .network
    ) async throws -> LicenseGrant {
        try await grant(request.head, request.json, channel) { try $0.emergency(request) }
    }

    /// What the anchors of a kit's licenses are to sign.
    package func challenge(
        _ request: ChallengeRequest, by channel: Channel = .network
    ) async throws -> CenterChallenge {
        let nonce = secrets.challenge(at: clock(), by: channel, random: random(8))
        let files = try await storage.read { transaction in
            try transaction.licenses(of: request.registration, workplace: nil)
                .filter { $0.state == .active && $0.kind == .standard && !$0.isByPhone }
                .map(\.file)
        }
        var reader = DocumentReader(trusting: [publisher])
        let licenses = try files.map { try reader.license(Array($0.utf8)) }
        return CenterChallenge(
            nonce: nonce,
            licenses: licenses.compactMap { license in
                let (credentials, device) = (
                    license.binding.credentials, license.binding.machine?.deviceKey
                )
                guard !credentials.isEmpty || device != nil else { return nil }
                return CenterChallenge.Provable(
                    license: license.id, credentials: credentials,
                    deviceKey: device?.thumbprint)
            })
    }

    /// The states of a kit's PINs.
    package func report(
        _ query: PINQuery, by channel: Channel = .network
    ) async throws -> PINReport {
        let time = clock()
        return try await storage.read { [self] transaction in
            let work = CenterWork(
                center: self, transaction: transaction, time: time, channel: channel)
            var registration = query.registration
            switch query.authority {
            case .pin(let pin):
                let known = try work.known(pin, of: query.registration)
                guard known.record.state != .canceled else { throw CenterRefusal.pinCanceled }
                registration = known.record.kit
            case .anchor(let license, let part):
                _ = try work.proven(
                    license, of: query.registration, by: part,
                    for: PINQuery.asked(registration: query.registration, license: license),
                    takingDevice: true)
            }
            return PINReport(
                registration: registration, product: try product(of: registration, transaction),
                entries: try transaction.pins(of: registration, workplace: nil).map { pin in
                    PINReport.Entry(
                        workplace: pin.workplace, position: pin.position, state: pin.state,
                        computer: pin.computer, since: pin.since)
                }, tickets: try work.decided(of: registration))
        }
    }

    private func product(
        of registration: RegistrationNumber, _ transaction: any CenterTransaction
    ) throws -> String? {
        try transaction.kit(registration).map { $0.product.name ?? $0.product.id }
    }

    /// Answers a request once: the same one that comes again gets the same license.
    func grant(
        _ head: RequestHead, _ request: JSONObject, _ channel: Channel, challenge: Nonce? = nil,
        _ operation: @escaping @Sendable (CenterWork) throws -> CenterWork.Outcome
    ) async throws -> LicenseGrant {
        let body = secrets.hash(ofRequest: request)
        let time = clock()
        let (outcome, pin, tickets, sequence) = try await storage.write { [self] transaction in
            if let known = try transaction.answer(to: head.id) {
                guard known.body.isEqualInConstantTime(to: body),
                    let license = try transaction.license(known.license)
                else { throw CenterRefusal.requestReused }
                return (
                    CenterWork.Outcome(license: license, notes: known.notes),
                    try Self.pin(of: license, transaction),
                    try CenterWork(center: self, transaction: transaction, time: time)
                        .decided(of: license.kit),
                    try transaction.revocationSequence()
                )
            }
            guard try transaction.restored() == nil else { throw CenterRefusal.restored }
            let work = CenterWork(
                center: self, transaction: transaction, time: time, channel: channel)
            let outcome = try operation(work)
            try transaction.record(
                RecordedAnswer(
                    request: head.id, body: body, license: outcome.license.id,
                    notes: outcome.notes, challenge: challenge, time: time))
            return (
                outcome, try Self.pin(of: outcome.license, transaction),
                try work.decided(of: outcome.license.kit), try transaction.revocationSequence()
            )
        }
        // The license is kept: a list that cannot be made now comes with the next answer.
        let list = try? await revocations(sequence, after: head.revocationsKnown)
        return LicenseGrant(
            license: outcome.license.file, revocations: list ?? nil, notes: outcome.notes, pin: pin,
            tickets: tickets)
    }

    /// The PIN that a license was given for, as the audit log tells.
    private static func pin(
        of license: LicenseRecord, _ transaction: any CenterTransaction
    ) throws -> LicenseGrant.Place? {
        let entry = try transaction.audit(after: license.audit - 1, atMost: 1).first
        guard let entry, let position = try Claims(entry.content).word("pin", PINPosition.self)
        else { return nil }
        return LicenseGrant.Place(
            registration: license.kit, workplace: license.workplace, position: position)
    }
}
