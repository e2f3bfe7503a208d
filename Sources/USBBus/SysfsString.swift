/// The names of the texts in sysfs.
enum SysfsString: String {
    case manufacturer
    case product
    case serialNumber = "serial"
}
