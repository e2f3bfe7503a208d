import CenterProtocol
import CommandLineFront
import Crypto
import LicenseBinding

/// What a site wants of a center by a PIN, whatever way the request goes.
struct Errand {
    /// Where the request goes on the network.
    let path: String
    /// By which it is known again if it was begun before.
    let name: String
    let registration: RegistrationNumber
    /// The ID that a key has signed already.
    var ownID: RequestID?
    /// The whole request, the PIN included.
    let body: (RequestID) -> JSONObject
}

extension Errand {
    static func activation(
        _ local: SiteTask, _ registration: RegistrationNumber,
        _ operation: ActivationRequest.Operation, isUnchanged: Bool, _ pin: PIN,
        _ licensee: LicenseeData, bind anchor: SiteAnchor
    ) throws -> Errand {
        let store = local.site.store
        let binding = try local.binding(
            anchor.mode, anchor.key.map { [try ProposedKey(named: $0, in: store)] } ?? [],
            seatServer: anchor.mode.hasKeys ? DaemonOptions.seatServer : nil)
        return Errand(
            path: CenterPath.activations, name: "\(operation.rawValue)-\(registration)",
            registration: registration
        ) { id in
            ActivationRequest(
                head: local.head(registration, id: id), operation: operation,
                isUnchanged: isUnchanged, pin: pin, licensee: licensee, binding: binding
            ).json
        }
    }

    static func emergency(
        _ local: SiteTask, _ registration: RegistrationNumber, _ pin: PIN
    ) throws -> Errand {
        let machine = try local.proposedMachine()
        return Errand(
            path: CenterPath.emergencies, name: "emergency-\(registration)",
            registration: registration
        ) { id in
            EmergencyRequest(head: local.head(registration, id: id), pin: pin, machine: machine)
                .json
        }
    }

    /// An ordinary license for one that was given by phone.
    static func exchange(_ local: SiteTask, _ phone: PhoneLicense) throws -> Errand {
        let id = PhoneLicense.id(of: phone.request)
        guard let registration = RegistrationNumber(phone.document.registration) else {
            throw CommandFailure("\(id) names no kit of a licensing center")
        }
        let store = local.site.store
        let bound = phone.document.binding
        let binding = try local.binding(
            bound.mode, bound.keys.map { try ProposedKey(named: $0.id.description, in: store) })
        return Errand(
            path: CenterPath.phoneExchanges, name: "exchange-\(id)", registration: registration
        ) { request in
            PhoneExchangeRequest(
                head: local.head(registration, id: request), license: phone.file, binding: binding
            ).json
        }
    }

    static func rebinding(
        _ local: SiteTask, _ registration: RegistrationNumber, _ license: LicenseID,
        _ change: BindingRequest.Change, _ pin: PIN
    ) -> Errand {
        Errand(
            path: CenterPath.bindings, name: "\(change.name.rawValue)-\(license)",
            registration: registration
        ) { id in
            BindingRequest(
                head: local.head(registration, id: id), license: license, change: change,
                authority: .pin(pin)
            ).json
        }
    }

    static func pins(_ registration: RegistrationNumber, _ pin: PIN) -> Errand {
        Errand(
            path: CenterPath.pinQueries, name: "pins-\(registration)", registration: registration
        ) { id in
            var json = PINQuery(registration: registration, authority: .pin(pin)).json
            json["requestID"] = .string(id.description)
            return json
        }
    }

    static func ticket(
        _ local: SiteTask, _ registration: RegistrationNumber, _ options: TicketOptions,
        _ pin: PIN?
    ) throws -> Errand {
        guard let reason = options.reason else {
            throw CommandFailure("say why it is needed: --reason TEXT")
        }
        let store = local.site.store
        let replyTo = try ReplyKey.key(of: store).publicKey.rawRepresentation
        let licensee = try pin.map { _ in
            try Licensees(in: store).data(of: registration, from: options.licenseeFile)
        }
        let newLicensee = try options.transferTo.map {
            try Licensees(in: store).data(of: registration, from: $0)
        }
        let kind = options.kind
        return Errand(
            path: CenterPath.tickets,
            name: "\(kind.rawValue)-\(registration)-\(Self.mark(options, pin))",
            registration: registration
        ) { id in
            TicketRequest(
                head: local.head(registration, id: id), kind: kind, pin: pin, licensee: licensee,
                newLicensee: newLicensee, reason: reason, contact: options.contact,
                replyTo: Array(replyTo)
            ).json
        }
    }

    /// Tells what is asked for from other questions of its kind, which wait beside it.
    private static func mark(_ options: TicketOptions, _ pin: PIN?) -> String {
        let texts = [options.reason, options.contact, pin.map(PINLedger.end)]
        let text = texts.map { $0 ?? "" }.joined(separator: "\0")
        return Base64URL.encode(SHA256.hash(data: Array(text.utf8)).prefix(9))
    }

    /// Asks for what keys are to sign, as the first of two steps.
    static func challenge(_ registration: RegistrationNumber, for name: String) -> Errand {
        Errand(
            path: CenterPath.recoveryChallenges, name: "challenge-\(name)",
            registration: registration
        ) { id in
            var json = ChallengeRequest(registration: registration).json
            json["requestID"] = .string(id.description)
            return json
        }
    }
}
