import CenterProtocol
import LicensingCenter
import VerdictText

extension OfficeRefusal: ExplainedError {
    package var text: String {
        switch self {
        case .productExists(let id): "there is a product \(id) already"
        case .productUnknown(let id):
            "there is no product \(id): keybound-center product add \(id) --name NAME"
        case .kitUnknown(let number):
            "there is no kit \(number): keybound-center kit list"
        case .pinUnknown(let kit, let workplace, let position):
            "the kit \(kit) has no PIN \(position.rawValue) of a workplace \(workplace)"
        case .licenseUnknown(let id): "there is no license \(id)"
        case .operatorExists(let name): "there is an operator \(name) already"
        case .operatorUnknown(let name): "there is no operator \(name)"
        case .tokenUnknown: "this is nobody's token"
        case .roleNeeded(let role): "that takes the role \(role.rawValue)"
        case .ticketUnknown(let number):
            "there is no request \(number): keybound-center request list"
        case .ticketDecided(let number): "the request \(number) was decided already"
        case .workplaceNeeded(let count):
            "the request names no workplace: say which of \(count) the PIN is for by --workplace"
        case .notRestored: "nothing was restored, so there is nothing to reconcile"
        case .otherSecret:
            "center.key is not the secret under which the PINs in center.sqlite are hashed: bring back the two that "
                + "belong together"
        }
    }
}

extension AuditVerification.Defect: ExplainedError {
    package var text: String {
        switch self {
        case .changed(let number): "the entry \(number) was changed"
        case .order(let found, let expected):
            "the entry \(found) stands where \(expected) was expected: entries are missing, or were moved"
        case .link(let number): "the entry \(number) does not follow the one before it"
        case .cut(let count, let expected):
            "the log ends at \(count), and a signed head says \(expected): its end was cut off"
        case .rewritten(let number):
            "up to the entry \(number) the log is another one than that whose head was signed"
        case .license(let id): "the license \(id) carries a hash that is not in the log"
        case .ended(let id): "the license \(id) holds again, and the log says that it ended"
        case .pin(let kit, let workplace, let position):
            "the PIN \(position.rawValue) of workplace \(workplace) of the kit \(kit) is unused again, and the log says "
                + "that it was used"
        case .unsigned: "the log's signed head is gone"
        }
    }
}
