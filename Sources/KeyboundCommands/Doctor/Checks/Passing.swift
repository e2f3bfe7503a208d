import HardwareKeys
import LicenseBinding
import SystemInspection

/// How a USB device of the host is given to a virtual machine.
struct Passing {
    let text: String
    let commands: [String]

    static func name(_ hypervisor: Surroundings.Hypervisor) -> String {
        switch hypervisor {
        case .qemu: "QEMU"
        case .vmware: "VMware"
        case .hyperV: "Hyper-V"
        case .virtualBox: "VirtualBox"
        case .other(let name): name ?? "of an unknown maker"
        }
    }

    init(of model: USBModel?, into hypervisor: Surroundings.Hypervisor) {
        let vendor = model.map { USBNumber.text($0.vendorID) } ?? "VVVV"
        let product = model.map { USBNumber.text($0.productID) } ?? "PPPP"
        switch hypervisor {
        case .qemu:
            text = "On the host, with libvirt the first command, in QEMU's own monitor the second:"
            commands = [
                "virt-xml GUEST --update --add-device --hostdev 0x\(vendor):0x\(product)",
                "device_add usb-host,vendorid=0x\(vendor),productid=0x\(product)",
            ]
        case .vmware:
            text =
                "In the menu of the virtual machine choose Removable Devices, the key, Connect; "
                + "or put this line into its .vmx file:"
            commands = [#"usb.autoConnect.device0 = "vid:\#(vendor) pid:\#(product)""#]
        case .hyperV:
            text =
                "Hyper-V gives no USB device to a guest. USB/IP does, over the network: the "
                + "first two commands on the Windows host (usbipd-win), the last one here:"
            commands = [
                "usbipd list", "usbipd bind --busid BUSID",
                "sudo usbip attach --remote=HOST --busid=BUSID",
            ]
        case .virtualBox:
            text = "On the host, with the UUID that the first command shows:"
            commands = ["VBoxManage list usbhost", "VBoxManage controlvm GUEST usbattach UUID"]
        case .other:
            text = "On the host, give the USB device \(vendor):\(product) to this virtual machine."
            commands = []
        }
    }
}
