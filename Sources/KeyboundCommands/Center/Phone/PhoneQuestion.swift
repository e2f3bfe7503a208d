import CenterProtocol
import CommandLineFront
import HardwareKeys
import KeyAttestation
import LicenseBinding
import LicenseStore
import PhoneCodes
import VerdictText

/// What is asked for by phone, as a person has told it.
struct PhoneQuestion {
    let kind: RequestCode.Kind
    let registration: RegistrationNumber
    let entitlement: EntitlementNumber
    let termsCode: TermsCode
    let licensee: LicenseeData
    let anchor: SiteAnchor
}

extension RequestCode.Kind {
    init(_ operation: ActivationRequest.Operation, isUnchanged: Bool) {
        switch operation {
        case .firstRun: self = .firstRun
        case .recovery: self = isUnchanged ? .recoveryUnchanged : .recovery
        }
    }
}

extension PhoneQuestion {
    /// What chance and the clock add to a question, so that the same one can be asked again.
    struct Setting {
        let date: String
        let nonce: [UInt8]
        let salt: [UInt8]
    }

    /// What the 48 digits will commit to.
    func document(
        under terms: PhoneTerms, _ setting: Setting, _ local: SiteTask,
        _ publisher: ChosenPublisher
    ) throws -> PhoneDocument {
        let keys = try anchor.key.map {
            [try bound(ProposedKey(named: $0, in: local.site.store), publisher)]
        }
        if let key = keys?.first, key.assurance < terms.terms.minimumAssurance {
            throw CommandFailure(
                "\(key.id) only shows a number, and the kit's licenses ask for a key that proves itself by a signature"
            )
        }
        if anchor.mode.hasMachine { try local.ensureToldApart() }
        let machine =
            anchor.mode.hasMachine
            ? MachineBinding(
                local.site.machine, policy: .tolerant, salt: setting.salt,
                deviceKey: try StoredKey.device(of: local.site.store).publicKey) : nil
        var others = licensee.json
        others["name"] = nil
        return PhoneDocument(
            registration: registration.description, product: terms.product.id,
            licensee: Licensee(name: licensee["name"] ?? "", others: others),
            binding: Binding(mode: anchor.mode, keys: keys ?? [], machine: machine),
            date: setting.date, nonce: setting.nonce)
    }

    /// A FIDO2 key is looked at here by the publisher's policy, as the center does it elsewhere.
    private func bound(_ key: ProposedKey, _ publisher: ChosenPublisher) throws -> BoundKey {
        switch key {
        case .identified(let id): return BoundKey(id: id, role: .primary)
        case .enrolled(let enrollment):
            do throws(EnrollmentDefect) {
                let attestation = try enrollment.verified()
                try publisher.policy.accept(
                    attestation, at: CommandContext.current.clock().time)
                return BoundKey(attestation.credential, role: .primary)
            } catch {
                throw CommandFailure("the key cannot be bound: \(error.text)")
            }
        }
    }
}
